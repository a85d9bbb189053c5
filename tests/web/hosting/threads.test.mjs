// If the threads of the module cannot be started, everything runs on one thread.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import {
  clearAndDraw,
  errorOf,
  inProject,
  patientWithThreads,
  siteOfTest,
  test,
  train,
  variantOf,
} from '../support/harness.mjs';
import { isolating, staticHost } from '../support/hosts.mjs';

/** Whether a request starts a thread: the file is the module's glue code, but it is requested for a worker. */
const startsThread = ({ url, headers }) =>
  /hourglass_threads\w*\.js$/.test(url) && headers['sec-fetch-dest'] === 'worker';

const isEngine = ({ url }) => /worker-[^/]*\.js$/.test(url);

/** Simulates what Firefox sometimes does: the constructor does not return, which blocks the engine. */
const blocking =
  'self.Worker = class { constructor() { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); } };';

/** Answers the request for an engine with one that its first thread blocks. */
function sendBlockedEngine({ url }, response) {
  const engine = readFileSync(inProject(`build/web/assets/${basename(url)}`), 'utf8');
  response.writeHead(200, { ...isolating, 'content-type': 'text/javascript', 'cache-control': 'no-store' });
  response.end(blocking + engine);
}

test('a font that never arrives does not keep the page from starting on threads', async (t) => {
  const answer = ({ url }) => url.endsWith('.woff2');
  const site = await siteOfTest(t, () => staticHost({ headers: isolating, answer }));
  const { page } = await site.open({ query: '?digit=3', prepare: patientWithThreads, waitUntil: 'commit' });
  assert.equal(await page.evaluate(() => document.readyState), 'interactive');
  assert.match(await variantOf(page), /threads/);
});

test('where the first engine hangs as it starts its threads, a second one starts them', async (t) => {
  let engines = 0;
  const answer = (request, response) => {
    if (!isEngine(request) || engines++ > 0) return false;
    sendBlockedEngine(request, response);
    return true;
  };
  const site = await siteOfTest(t, () => staticHost({ headers: isolating, answer }));
  const { page } = await site.open({ query: '?digit=3&threads=2', prepare: patientWithThreads });
  assert.match(await variantOf(page), /^threads/);
  assert.match(await page.locator('.latency').innerText(), /on 2 threads/);
  await train(page);
  assert.deepEqual(await page.getByRole('alert').allInnerTexts(), []);
});

for (const [what, answer] of [
  ['are not found', (request, response) => startsThread(request) && Boolean(response.writeHead(404).end())],
  ['never answer', (request) => startsThread(request)],
  [
    'are forbidden by a policy',
    (request, response) => {
      if (isEngine(request)) response.setHeader('content-security-policy', "worker-src 'none'");
      return false;
    },
  ],
  [
    'block the engine that starts them',
    (request, response) => {
      if (isEngine(request)) sendBlockedEngine(request, response);
      return isEngine(request);
    },
  ],
]) {
  test(`where threads ${what}, the page works on one thread`, async (t) => {
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
