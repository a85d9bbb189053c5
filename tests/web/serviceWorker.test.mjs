// The service worker on a host that sends no headers: isolation, offline use, updates.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  allRebuilt,
  clearAndDraw,
  errorOf,
  inkedPixels,
  inProject,
  siteOfFile,
  siteOfTest,
  test,
  until,
} from './harness.mjs';
import { staticHost } from './hosts.mjs';

const withWorker = { serviceWorkers: 'allow', wait: false };

const site = siteOfFile(() => staticHost());

const variantOf = (page) => page.locator('.latency').getAttribute('data-module');
const isIsolated = (page) => page.evaluate(() => crossOriginIsolated).catch(() => false);
const isControlled = (page) => page.evaluate(() => navigator.serviceWorker.controller !== null);

/** Waits for the reload of a first visit, and for the pictures after it. */
async function settled(page) {
  await until(() => isIsolated(page), Boolean, 'an isolated page');
  await allRebuilt(page);
}

/** Counts the page's loads where they happen; `loadsOf` tells how many there have been. */
const countLoads = (page) =>
  page.addInitScript(() => (sessionStorage.loads = 1 + Number(sessionStorage.loads ?? 0)));
const loadsOf = (page) => page.evaluate(() => Number(sessionStorage.loads));

test('the first visit loads itself once more and is isolated then, on threads', async () => {
  const { page, problems } = await site.open({ ...withWorker, query: '?digit=3', prepare: countLoads });
  await settled(page);
  assert.equal(await variantOf(page), 'threads-relaxed');
  await page.evaluate(() => navigator.serviceWorker.ready);
  assert.equal(await loadsOf(page), 2);
  await page.reload();
  await settled(page);
  assert.equal(await loadsOf(page), 3, 'no further reload of its own');
  assert.deepEqual(problems, []);
});

test('a page that was touched stays; it is isolated on the next visit', async () => {
  const { page } = await site.open({
    ...withWorker,
    query: '?digit=3',
    // The worker comes only after the first stroke.
    prepare: async (page) => {
      await countLoads(page);
      await page.addInitScript(() => {
        const container = navigator.serviceWorker;
        const register = container.register.bind(container);
        container.register = (address) =>
          new Promise((resolve) => {
            addEventListener('pointerup', () => resolve(register(address)), { once: true });
          });
      });
    },
  });
  await allRebuilt(page);
  await clearAndDraw(page);
  await until(() => isControlled(page), Boolean, 'the service worker');
  await clearAndDraw(page);
  assert.equal(await loadsOf(page), 1, 'no reload while somebody draws');
  assert.ok((await inkedPixels(page.locator('.pad-canvas'))) > 100, 'the drawing is still there');
  assert.equal(await variantOf(page), 'relaxed');
  await page.reload();
  await settled(page);
});

test('where service workers are refused the page works on one thread', async () => {
  const { page, problems } = await site.open({ query: '?digit=3' });
  assert.equal(await variantOf(page), 'relaxed');
  assert.equal(await isIsolated(page), false);
  assert.deepEqual(problems, []);
});

/** Whether the browser keeps everything that the page has loaded, its worker's files among them. */
const isKept = (page) =>
  page.evaluate(async () => {
    const kept = [];
    for (const name of await caches.keys()) kept.push(...(await (await caches.open(name)).keys()));
    const paths = kept.map(({ url }) => new URL(url).pathname);
    const loaded = performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname);
    return [/\.wasm$/, /\.mjs$/, /\/manifest\.json$/].every((type) => paths.some((path) => type.test(path))) &&
      loaded.every((path) => paths.includes(path));
  });

test('after one visit the page works without a network', async (t) => {
  const other = await siteOfTest(t, () => staticHost());
  const { page, problems } = await other.open({ ...withWorker, query: '?digit=3' });
  await settled(page);
  await until(() => isKept(page), Boolean, 'all files of the page in the browser');
  await other.unplug();
  await page.reload();
  await settled(page);
  await clearAndDraw(page);
  assert.match(await errorOf(page, 'deep-30'), /^\d/);
  // The browser itself looks for a newer service worker whenever it likes, and may say that it found no host.
  const ownProblems = problems.filter((text) => !/service worker|service-worker|ERR_CONNECTION/i.test(text));
  assert.deepEqual(ownProblems, []);
});

test('a new version reaches the next visit, whole', async (t) => {
  const root = mkdtempSync(path.join(tmpdir(), 'hourglass-'));
  t.after(() => rmSync(root, { recursive: true }));
  cpSync(inProject('build/web'), root, { recursive: true });
  const other = await siteOfTest(t, () => staticHost({ root }));
  const { page } = await other.open({ ...withWorker, query: '?digit=3' });
  await settled(page);

  const rewrite = (file, change) => {
    const name = path.join(root, file);
    writeFileSync(name, change(readFileSync(name, 'utf8')));
  };
  rewrite('index.html', (text) => text.replace(/<title>.*<\/title>/, '<title>The next version</title>'));
  rewrite('service-worker.js', (text) => {
    const changed = text.replace(/(url:[`'"]index\.html[`'"],revision:[`'"])\w+/, '$1next');
    assert.notEqual(changed, text);
    return changed;
  });
  await page.reload();
  await settled(page);
  assert.doesNotMatch(await page.title(), /next version/, 'an open page keeps its version');
  await until(
    () => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting != null),
    Boolean,
    'the next version',
  );
  const context = page.context();
  await page.close();
  const next = await context.newPage();
  await until(
    () => next.goto(`${other.address}?digit=3`).then(() => next.title(), () => 'a load that was broken off'),
    (title) => title === 'The next version',
    'the title of the next version',
  );
  await settled(next);
});
