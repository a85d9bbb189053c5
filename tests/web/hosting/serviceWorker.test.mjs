// Tests of the service worker: isolation on hosts that send no headers, offline use, and updates.
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
  isIsolated,
  patientWithThreads,
  serviceWorkerActive,
  siteOfFile,
  siteOfTest,
  test,
  testInChromium,
  train,
  until,
  variantOf,
} from '../support/harness.mjs';
import { isolating, staticHost } from '../support/hosts.mjs';

const withWorker = { serviceWorkers: 'allow', query: '?digit=3', prepare: patientWithThreads };

const site = siteOfFile(() => staticHost());

const isControlled = (page) => page.evaluate(() => navigator.serviceWorker.controller !== null);
const threadsNote = (page) => page.locator('.threads-note');

/** Visits the page again in the same profile; the service worker now serves it. */
async function visitAgain(page) {
  await page.reload();
  await allRebuilt(page);
}

/** Runs `script` before the page's own. The check keeps Firefox from running it in a new tab's empty page. */
const beforePage = (page, script) => page.addInitScript(`if (isSecureContext) (${script})();`);

/** Counts how often the page is loaded; `loadsOf` returns the count. */
const countLoads = (page) => beforePage(page, () => (sessionStorage.loads = 1 + Number(sessionStorage.loads ?? 0)));
const loadsOf = (page) => page.evaluate(() => Number(sessionStorage.loads));

test('the first visit loads once and keeps its scroll position; the next is isolated and has threads', async () => {
  const { page, problems } = await site.open({
    ...withWorker,
    // The service worker is registered only after the test has scrolled the page.
    prepare: async (page) => {
      await patientWithThreads(page);
      await countLoads(page);
      await beforePage(page, () => {
        const container = navigator.serviceWorker;
        const register = container.register.bind(container);
        const scrolled = new Promise((resolve) => addEventListener('scroll', resolve, { once: true }));
        container.register = (address) => scrolled.then(() => register(address));
      });
    },
  });
  await page.mouse.wheel(0, 900);
  await until(() => isControlled(page), Boolean, 'the service worker');
  assert.ok((await page.evaluate(() => scrollY)) > 0, 'still scrolled');
  await clearAndDraw(page);
  assert.ok((await inkedPixels(page.locator('.pad-canvas'))) > 100);
  assert.equal(await variantOf(page), 'relaxed');
  assert.equal(await loadsOf(page), 1, 'no load of its own');
  await visitAgain(page);
  assert.equal(await isIsolated(page), true);
  assert.equal(await variantOf(page), 'threads-relaxed');
  assert.equal(await loadsOf(page), 2, 'none on the next visit either');
  assert.deepEqual(problems, []);
});

testInChromium('browsers offer to install the page, with icons of the sizes that its manifest states', async () => {
  const { page } = await site.open(withWorker);
  const session = await page.context().newCDPSession(page);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // Each test has a profile of its own, from which nothing can be installed.
  const ids = installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito');
  assert.deepEqual(ids, []);
  const { url, errors, data } = await session.send('Page.getAppManifest');
  assert.deepEqual(errors, []);
  const manifest = JSON.parse(data);
  assert.equal(new URL(manifest.start_url, url).href, site.address);
  const touchIcon = await page.locator('link[rel="apple-touch-icon"]').evaluate((link) => link.href);
  for (const { src, sizes } of [...manifest.icons, { src: touchIcon, sizes: '180x180' }]) {
    const size = await page.evaluate(async (icon) => {
      const { width, height } = await createImageBitmap(await (await fetch(icon)).blob());
      return `${width}x${height}`;
    }, new URL(src, url).href);
    assert.equal(size, sizes, src);
  }
});

test('a first visit says how many threads a reload would bring, and offers the reload', async () => {
  const { page, problems } = await site.open({ ...withWorker, query: '?digit=3&threads=3' });
  await threadsNote(page).waitFor();
  assert.match(await threadsNote(page).innerText(), /one processor thread for now\. After a reload it uses 3\./);
  await train(page);
  await threadsNote(page).getByRole('button', { name: 'Reload' }).click();
  await until(() => isIsolated(page).catch(() => false), Boolean, 'an isolated page');
  await allRebuilt(page);
  assert.match(await page.locator('.latency').innerText(), /on 3 threads/);
  assert.equal(await threadsNote(page).count(), 0);
  assert.deepEqual(problems, []);
});

test('where service workers are refused, the page works on one thread', async () => {
  const { page, problems } = await site.open({
    ...withWorker,
    prepare: (page) =>
      beforePage(page, () => {
        navigator.serviceWorker.register = async () => {
          globalThis.wasRefused = true;
          throw new DOMException('refused', 'SecurityError');
        };
      }),
  });
  await page.waitForFunction(() => globalThis.wasRefused);
  assert.equal(await variantOf(page), 'relaxed');
  assert.equal(await isIsolated(page), false);
  assert.equal(await threadsNote(page).count(), 0);
  assert.deepEqual(problems, []);
});

/** Whether the browser has cached everything that the page loaded, and the modules with and without threads. */
const isKept = (page) =>
  page.evaluate(async () => {
    const kept = [];
    for (const name of await caches.keys()) kept.push(...(await (await caches.open(name)).keys()));
    const paths = kept.map(({ url }) => new URL(url).pathname);
    const loaded = performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname);
    const needed = ['hourglass_relaxed', 'hourglass_threads_relaxed'].flatMap((name) => [
      new RegExp(`/${name}-[\\w-]+\\.wasm$`),
      new RegExp(`/${name}\\.js$`),
    ]);
    return (
      [...needed, /\/manifest\.json$/].every((file) => paths.some((path) => file.test(path))) &&
      loaded.every((path) => paths.includes(path))
    );
  });

for (const [host, headers] of [
  ['sends no headers', {}],
  ['isolates by headers', isolating],
]) {
  test(`on a host that ${host} the page works offline after one visit`, async (t) => {
    const other = await siteOfTest(t, () => staticHost({ headers }));
    const { page, problems } = await other.open(withWorker);
    await until(() => isKept(page), Boolean, 'all files of the page in the browser');
    await other.unplug();
    await visitAgain(page);
    assert.equal(await variantOf(page), 'threads-relaxed');
    await clearAndDraw(page);
    assert.match(await errorOf(page, 'deep-30'), /^\d/);
    // The browser checks for a newer service worker at any time, and may report that the host is gone.
    const ownProblems = problems.filter((text) => !/service worker|service-worker|ERR_CONNECTION/i.test(text));
    assert.deepEqual(ownProblems, []);
  });
}

test('a page that a host sends in place of a missing model is not cached as that model', async (t) => {
  let isThere = false;
  const has = (file) => isThere || file !== 'models/simple-32.safetensors';
  const other = await siteOfTest(t, () => staticHost({ has, answersWithPage: true }));
  const { page } = await other.open(withWorker);
  await serviceWorkerActive(page);
  await visitAgain(page);
  await page.locator('.more-models summary').click();
  const choice = page.getByRole('button', { name: 'Simple', exact: true });
  await choice.click();
  await page.getByRole('alert').filter({ hasText: 'simple-32.safetensors is missing' }).waitFor();
  isThere = true;
  await choice.click();
  await until(
    () => errorOf(page, 'simple-32'),
    (error) => /^\d/.test(error),
    'the model',
  );
});

test('in a frame, where a reload would not isolate it, the page is loaded once and offers no reload', async () => {
  const { page } = await site.open({
    ...withWorker,
    path: 'models/manifest.json',
    query: '',
    prepare: countLoads,
    wait: false,
  });
  await page.evaluate(() => {
    const frame = document.createElement('iframe');
    Object.assign(frame, { src: '../?digit=3', width: 1200, height: 800 });
    document.body.append(frame);
  });
  const frame = await until(() => page.frames()[1], Boolean, 'the frame');
  await allRebuilt(frame);
  await until(() => isKept(frame), Boolean, 'all files of the page in the browser');
  assert.equal(await loadsOf(frame), 2, 'one of the page around and one of the frame');
  assert.equal(await isControlled(frame), false);
  assert.equal(await threadsNote(frame).count(), 0);
});

test('the next visit gets every file of a new version', async (t) => {
  const root = mkdtempSync(path.join(tmpdir(), 'hourglass-'));
  t.after(() => rmSync(root, { recursive: true }));
  cpSync(inProject('build/web'), root, { recursive: true });
  const other = await siteOfTest(t, () => staticHost({ root }));
  const { page } = await other.open(withWorker);
  await serviceWorkerActive(page);

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
  await visitAgain(page);
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
    () =>
      next.goto(`${other.address}?digit=3`).then(
        () => next.title(),
        () => 'an interrupted load',
      ),
    (title) => title === 'The next version',
    'the title of the next version',
  );
  await allRebuilt(next);
});
