// Where the threads of the module cannot be started, everything runs on one.
import assert from 'node:assert/strict';
import { clearAndDraw, errorOf, siteOfTest, test, train, variantOf } from './harness.mjs';
import { isolating, staticHost } from './hosts.mjs';

/** A thread is started from the file that is the module's glue code as well. */
const startsThread = ({ url, headers }) =>
  /hourglass_threads\w*\.js$/.test(url) && headers['sec-fetch-dest'] === 'worker';

for (const [what, answer] of [
  [
    'are not found',
    (request, response) => startsThread(request) && Boolean(response.writeHead(404).end()),
  ],
  ['never answer', (request) => startsThread(request)],
  [
    'are forbidden by a policy',
    (request, response) => {
      if (/worker-[^/]*\.js$/.test(request.url)) response.setHeader('content-security-policy', "worker-src 'none'");
      return false;
    },
  ],
]) {
  test(`where threads ${what} the page works on one`, async (t) => {
    const headers = { ...isolating, 'cache-control': 'no-store' };
    const site = await siteOfTest(t, () => staticHost({ headers, answer }));
    const { page } = await site.open({ query: '?digit=3' });
    assert.equal(await variantOf(page), 'relaxed');
    assert.match(await page.locator('.latency').innerText(), /on one thread/);
    await clearAndDraw(page);
    assert.ok(Number(await errorOf(page, 'deep-30')) < 0.06, 'the drawing is rebuilt');
    await train(page);
    assert.deepEqual(await page.getByRole('alert').allInnerTexts(), []);
  });
}
