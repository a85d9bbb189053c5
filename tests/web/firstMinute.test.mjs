// What a visitor gets before scripts, modules and models have arrived, and what it costs to get there.

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { allRebuilt, inProject, modelFile, siteOfFile, test, until } from './support/harness.mjs';

const site = siteOfFile();
const mostScriptBytes = 150_000;
const mostBytesBeforePicture = 600_000;
const firstScript = '**/assets/index-*.js';

/** The bytes of a file as a host sends it that compresses text. */
async function sentBytes(file) {
  const content = await readFile(file);
  return /\.(gz|woff2)$/.test(file) ? content.length : gzipSync(content).length;
}

async function sum(files) {
  let bytes = 0;
  for (const file of files) bytes += await sentBytes(file);
  return bytes;
}

test('the page is painted before any script has arrived, and the scripts keep what is painted', async () => {
  let release;
  const isReleased = new Promise((resolve) => (release = resolve));
  const prepare = (page) =>
    page.route(firstScript, async (route) => {
      await isReleased;
      await route.continue();
    });
  const { page, problems } = await site.open({ prepare, wait: false, waitUntil: 'commit' });
  await page.getByRole('heading', { name: 'Hourglass' }).waitFor();
  assert.equal(await page.getByLabel(/^Drawing pad/).count(), 1);
  for (const title of ['PCA', 'Dense', 'Deep', 'Denoising']) {
    assert.ok(await page.getByRole('article', { name: title, exact: true }).isVisible(), title);
  }
  assert.ok(await page.getByRole('heading', { name: 'Fine-tune' }).isVisible());
  const marked = 'h1, h2, .pad, .pad canvas, .model, .model canvas';
  const count = await page.locator(marked).evaluateAll((elements) => {
    for (const element of elements) element.isPainted = true;
    return elements.length;
  });
  release();
  await allRebuilt(page);
  const kept = await page.locator(marked).evaluateAll((elements) => elements.filter((one) => one.isPainted).length);
  assert.equal(kept, count);
  assert.deepEqual(problems, []);
});

test('all scripts together take at most 150 kB, gzipped', async () => {
  const folder = inProject('build/web');
  const names = await readdir(folder, { recursive: true });
  const isOfPage = (name) => name.endsWith('.js') && !path.basename(name).startsWith('hourglass');
  const bytes = await sum(names.filter(isOfPage).map((name) => path.join(folder, name)));
  assert.ok(bytes > 20_000 && bytes <= mostScriptBytes, `${bytes} bytes`);
});

test('the first picture needs at most 600 kB', async () => {
  const asked = new Set();
  let isRebuilt;
  const rebuilt = new Promise((resolve) => (isRebuilt = resolve));
  const prepare = async (page) => {
    page.on('request', (request) => asked.add(new URL(request.url()).pathname));
    await page.route(`**/${modelFile('dense-128-32')}`, async (route) => {
      await rebuilt;
      await route.continue();
    });
  };
  const { page } = await site.open({ prepare, wait: false });
  await until(
    () => page.locator('.model[data-model="pca-30"] [data-figure="mse"]').innerText(),
    (text) => /^\d/.test(text),
    'the first picture',
  );
  const root = new URL('.', page.url()).pathname;
  const isHeld = (name) => name.endsWith(modelFile('dense-128-32'));
  const files = [...asked].map((name) => name.slice(root.length) || 'index.html').filter((name) => !isHeld(name));
  isRebuilt();
  assert.ok(files.includes(`models/${modelFile('pca-30')}`) && files.some((name) => name.endsWith('.wasm')));
  const bytes = await sum(files.map((name) => inProject(`build/web/${name}`)));
  assert.ok(bytes <= mostBytesBeforePicture, `${bytes} bytes for ${files.join(', ')}`);
});
