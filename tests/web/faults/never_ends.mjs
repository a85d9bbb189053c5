// A fault for harness.test.mjs: a test that never ends, with a page open.
import { siteOfFile, test } from '../support/harness.mjs';
import { faultSite } from './site.mjs';

const site = siteOfFile(faultSite);

test('never ends', async () => {
  await site.open({ wait: false });
  setInterval(() => {}, 1000);
  await new Promise(() => {});
});
