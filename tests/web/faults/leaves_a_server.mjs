// A fault for harness.test.mjs: a test that starts a server and a browser of its own and closes neither.
import assert from 'node:assert/strict';
import { launchBrowser } from '../support/browsers.mjs';
import { test } from '../support/harness.mjs';
import { faultSite } from './site.mjs';

test('leaves a server listening', async () => {
  await faultSite();
  const browser = await launchBrowser();
  await browser.newPage();
  assert.fail('and fails, so that its ending is seen to be reported');
});
