// The page as its visitors get it: from the server of web/start.sh and from many kinds of static hosts.
import assert from 'node:assert/strict';
import {
  allRebuilt,
  clearAndDraw,
  errorOf,
  everythingAnswered,
  inkedPixels,
  patientWithThreads,
  pressOnPad,
  serviceWorkerActive,
  siteOfTest,
  storedDrawings,
  test,
  testInChromium,
  until,
} from '../support/harness.mjs';
import { isolating, plainTypes, scriptTypes, startedHost, staticHost } from '../support/hosts.mjs';
import { eachView } from '../support/inside.mjs';

/** Counts how many of twelve hues a canvas shows, not counting greys. */
function huesOf(locator) {
  return locator.evaluate((canvas) => {
    const copy = new OffscreenCanvas(canvas.width, canvas.height);
    const context = copy.getContext('2d', { willReadFrequently: true });
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const counts = new Array(12).fill(0);
    for (let index = 0; index < data.length; index += 4) {
      const [red, green, blue, opacity] = data.subarray(index, index + 4);
      const range = Math.max(red, green, blue) - Math.min(red, green, blue);
      if (opacity < 128 || range < 60) continue;
      const hue = Math.atan2(Math.sqrt(3) * (green - blue), 2 * red - green - blue) / (2 * Math.PI);
      counts[Math.floor(12 * (hue + 1)) % 12]++;
    }
    return counts.filter((count) => count > 50).length;
  });
}

/** Additional checks for some views, by name. */
const viewChecks = {
  async 'Map of codes'(panel) {
    const points = panel.getByRole('img', { name: 'The codes of 2000 test digits' });
    await points.waitFor();
    await until(
      () => huesOf(points),
      (hues) => hues >= 5,
      'points in the colours of their labels',
    );
    const all = await inkedPixels(points);
    await panel.getByRole('button', { name: '4', exact: true }).click();
    await until(
      () => inkedPixels(points),
      (count) => count > 0 && count < all / 3,
      'one digit alone',
    );
  },
};

async function readView(page, name) {
  const panel = page.locator('#inside-panel');
  await until(
    () => panel.innerText(),
    (text) => text.length > 40,
    `content of "${name}"`,
  );
  await everythingAnswered(panel);
  const problems = () => panel.locator('.inside-problem').allInnerTexts();
  assert.deepEqual(await problems(), [], name);
  await viewChecks[name]?.(panel);
  assert.deepEqual(await problems(), [], name);
}

/** Draws, opens every view inside and fine-tunes, as a visitor would. */
async function walkThrough(page) {
  await clearAndDraw(page);
  assert.ok(Number(await errorOf(page, 'deep-30')) < 0.06, 'the drawing is rebuilt');
  await page.locator('.inside').scrollIntoViewIfNeeded();
  const names = [];
  await eachView(page, async (name) => {
    await readView(page, name);
    names.push(name);
  });
  assert.ok(names.includes('Map of codes') && names.length >= 13, `${names}`);
  const before = Number(await errorOf(page, 'dense-128-32'));
  await pressOnPad(page, 'k');
  await page.locator('.thumbnail').waitFor();
  for (const [label, option] of [
    ['Images', 'your drawings (1) + MNIST (10,000)'],
    ['Steps', '100'],
    ['Learning rate', '0.001'],
  ]) {
    await page.getByRole('combobox', { name: label }).first().selectOption({ label: option });
  }
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.locator('.finetune[data-phase="finished"]').waitFor();
  await allRebuilt(page);
  assert.notEqual(Number(await errorOf(page, 'dense-128-32')), before, 'other weights');
  assert.deepEqual(await page.getByRole('alert').allInnerTexts(), []);
}

/** Opens the page and, unless service workers are blocked, waits for its service worker. */
async function visit(site, options = {}) {
  const opened = await site.open({ serviceWorkers: 'allow', query: '?digit=3', ...options });
  const { page } = opened;
  if (options.serviceWorkers !== 'block') await serviceWorkerActive(page);
  return opened;
}

test('the page works as web/start.sh serves it', async (t) => {
  const { page, problems } = await visit(await siteOfTest(t, startedHost));
  await walkThrough(page);
  assert.deepEqual(problems, []);
});

test('the page works where .gz files are sent with Content-Encoding: gzip', async (t) => {
  const site = await siteOfTest(t, () => staticHost({ encodesGzip: true, headers: isolating }));
  const { page, problems } = await visit(site, { serviceWorkers: 'block' });
  await walkThrough(page);
  assert.deepEqual(problems, []);
});

test('the page works in a sub-folder of a host whose only headers are the types of pages and scripts', async (t) => {
  const site = await siteOfTest(t, () => staticHost({ types: scriptTypes }));
  const { page } = await visit(site);
  assert.match(page.url(), /\/some\/folder\/\?/);
  await walkThrough(page);
});

test('the address of the folder opens the page with its state even without the trailing slash', async (t) => {
  const site = await siteOfTest(t, () => staticHost());
  const { page, problems } = await visit(site, { path: '../folder', query: '?digit=5&noise=gaussian&level=0.05#here' });
  const { pathname, search, hash } = new URL(page.url());
  assert.equal(pathname, '/some/folder/');
  assert.match(search, /digit=5/);
  assert.match(search, /noise=gaussian&level=0.05/);
  assert.equal(hash, '#here');
  await walkThrough(page);
  // Before the first script adds the slash, the browser prefetches files next to the folder, where there are none.
  const lookAhead = (text) => /404|disallowed MIME type/.test(text) && !text.includes('/some/folder/');
  assert.deepEqual(
    problems.filter((text) => !lookAhead(text)),
    [],
  );
});

test('the page works on a host that serves only .js files as scripts', async (t) => {
  for (const otherType of ['text/plain', 'application/octet-stream']) {
    const headers = { ...isolating, 'x-content-type-options': 'nosniff' };
    const site = await siteOfTest(t, () => staticHost({ types: plainTypes, otherType, headers }));
    const { page } = await site.open({ query: '?digit=3', prepare: patientWithThreads });
    assert.match(await page.locator('.latency').getAttribute('data-module'), /^threads/);
    await clearAndDraw(page);
    assert.deepEqual(await page.getByRole('alert').allInnerTexts(), [], otherType);
  }
});

test('the page works where missing files are answered with index.html', async (t) => {
  const site = await siteOfTest(t, () => staticHost({ answersWithPage: true, headers: isolating }));
  const { page, problems } = await site.open({ query: '?digit=3' });
  await walkThrough(page);
  assert.deepEqual(problems, []);
});

test('the page works with threads where the host sends a strict Content-Security-Policy', async (t) => {
  const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; object-src 'none'";
  const site = await siteOfTest(t, () => staticHost({ headers: { ...isolating, 'content-security-policy': policy } }));
  const { page, problems } = await site.open({ query: '?digit=3', prepare: patientWithThreads });
  assert.match(await page.locator('.latency').getAttribute('data-module'), /^threads/);
  await walkThrough(page);
  // The script that adds the trailing slash has to be inline, and this policy forbids inline scripts.
  assert.deepEqual(
    problems.filter((text) => !/inline script/.test(text)),
    [],
  );
});

testInChromium('drawings are kept on an origin that the browser does not treat as secure', async (t) => {
  const site = await siteOfTest(t, () => staticHost({ hostname: 'hourglass.test' }));
  const { page, problems } = await site.open();
  assert.equal(await page.evaluate(() => isSecureContext), false);
  await clearAndDraw(page);
  await page.keyboard.press('k');
  await until(
    () => storedDrawings(page),
    (count) => count === 1,
    'a stored drawing',
  );
  await page.reload();
  await page.locator('.thumbnail').waitFor();
  await allRebuilt(page);
  assert.deepEqual(problems, []);
});

test('the page works with threads over a connection of 1.6 Mbit/s', async (t) => {
  // The browser keeps the module's glue, which each thread loads again.
  const headers = { ...isolating, 'cache-control': 'max-age=600' };
  const site = await siteOfTest(t, () => staticHost({ bitsPerSecond: 1.6e6, headers }));
  const { page, problems } = await site.open({ prepare: patientWithThreads });
  assert.match(await page.locator('.latency').getAttribute('data-module'), /^threads/);
  await clearAndDraw(page);
  assert.deepEqual(problems, []);
});
