// The first and the second visit to many kinds of hosts, both with the service worker.
import assert from 'node:assert/strict';
import {
  allRebuilt,
  clearAndDraw,
  errorOf,
  everythingAnswered,
  isIsolated,
  serviceWorkerActive,
  siteOfTest,
  test,
  train,
} from './support/harness.mjs';
import { isolating, startedHost, staticHost } from './support/hosts.mjs';
import { openView } from './support/inside.mjs';

/** Draws, looks inside a model and trains; each of these fetches or starts something new. */
async function useThePage(page) {
  await clearAndDraw(page);
  assert.ok(Number(await errorOf(page, 'deep-30')) < 0.06, 'the drawing is rebuilt');
  const panel = page.locator('#inside-panel');
  await panel.scrollIntoViewIfNeeded();
  await openView(page, 'Map of codes');
  await panel.getByRole('img', { name: 'The codes of 2000 test digits' }).waitFor();
  await everythingAnswered(panel);
  await train(page);
  assert.deepEqual(await page.getByRole('alert').allInnerTexts(), []);
}

for (const [host, startHost, isolates] of [
  ['web/start.sh', startedHost, true],
  ['a host that isolates by headers', () => staticHost({ headers: isolating }), true],
  ['a host that sends no headers', () => staticHost(), false],
]) {
  test(`${host}: the first and the second visit work with the service worker`, async (t) => {
    const site = await siteOfTest(t, startHost);
    const { page } = await site.open({ serviceWorkers: 'allow', query: '?digit=3' });
    await serviceWorkerActive(page);
    assert.equal(await isIsolated(page), isolates);
    await useThePage(page);
    await page.reload();
    await allRebuilt(page);
    assert.equal(await isIsolated(page), true);
    await useThePage(page);
  });
}
