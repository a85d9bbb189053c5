// A fault for harness.test.mjs: a test that fails with a page open.
import assert from 'node:assert/strict';
import { siteOfFile, test } from '../support/harness.mjs';
import { faultSite } from './site.mjs';

const site = siteOfFile(faultSite);

test('fails with a page open', async () => {
  const { page } = await site.open({ wait: false });
  assert.equal(await page.title(), 'another title');
});
