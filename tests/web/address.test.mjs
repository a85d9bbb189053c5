import assert from 'node:assert/strict';
import { drawWith, handsOn, scribble } from './support/hands.mjs';
import { digits } from './support/handwriting.mjs';
import {
  allErrors,
  allRebuilt,
  button,
  card,
  clearAndDraw,
  draw,
  emptyPad,
  inkedPixels,
  noisyPixels,
  pixelsOf,
  pressOnPad,
  same,
  seenPixels,
  siteOfFile,
  test,
  testInChromium,
  three,
  until,
} from './support/harness.mjs';

const site = siteOfFile();

test('the address holds noise, model and test digit, and opens the same view again', async () => {
  const { page } = await site.open({ query: '?digit=5' });
  await page.getByRole('radio', { name: 'Masking' }).check();
  await page.getByLabel('Noise level').fill('0.35');
  await pressOnPad(page, 'n');
  await page.getByRole('combobox', { name: 'Network' }).selectOption('deep-30');
  const search = await until(
    () => page.evaluate(() => location.search),
    (text) => /noise=masking&level=0\.35&seed=\d+&model=deep-30&digit=5/.test(text),
    'the address',
  );
  await allRebuilt(page);
  const pixels = await noisyPixels(page);
  const again = await site.open({ query: search });
  assert.ok(same(pixels, await noisyPixels(again.page)));
  assert.equal(await again.page.getByRole('combobox', { name: 'Network' }).inputValue(), 'deep-30');
  assert.ok(await again.page.getByRole('radio', { name: 'Masking' }).isChecked());
});

test('invalid parameters in the address are ignored', async () => {
  const query = '?noise=loud&level=7&seed=-1&model=pca-30&digit=999999999';
  const { page, problems } = await site.open({ query });
  assert.ok(await page.getByRole('radio', { name: 'None' }).isChecked());
  assert.equal(await page.getByRole('combobox', { name: 'Network' }).inputValue(), 'dense-128-32');
  assert.deepEqual(problems, []);
});

const parameters = async (page) => new URLSearchParams(await page.evaluate(() => location.search));

/** The address may be written in the middle of a stroke, which then has only its first point. */
const moreThanADot = 10;
const isWhole = (text) => text.length > moreThanADot;

/** Waits until the address holds a drawing that `accept` accepts, and returns its query. */
async function addressWith(page, accept) {
  await until(
    async () => (await parameters(page)).get('drawing'),
    (text) => text !== null && accept(text),
    'a drawing in the address',
  );
  return page.evaluate(() => location.search);
}

/** Opens the page's address in a profile of its own, and checks that it shows and computes the same. */
async function opensTheSame(page, accept = isWhole) {
  const query = await addressWith(page, accept);
  await allRebuilt(page);
  const again = await site.open({ query });
  assert.deepEqual(again.problems, []);
  assert.ok(same(await seenPixels(page), await seenPixels(again.page)), 'the same 784 pixels');
  assert.deepEqual(await allErrors(again.page), await allErrors(page));
  const pad = '.pad-canvas';
  assert.ok(same(await pixelsOf(page.locator(pad)), await pixelsOf(again.page.locator(pad))), 'the same pad');
  return again.page;
}

test('the address of a drawing opens the identical 784 pixels and errors in a fresh profile', async () => {
  const { page } = await site.open();
  await clearAndDraw(page);
  await opensTheSame(page, (text) => isWhole(text) && text.length <= 200);
});

test('the digits with the longest strokes take at most 200 bytes of the address', async () => {
  const { page } = await site.open();
  for (const strokes of [digits[2], digits[5], digits[8]]) {
    await pressOnPad(page, 'c');
    for (const stroke of strokes) {
      await draw(
        page,
        stroke.map(([x, y]) => [0.3 + 0.6 * x, 0.2 + 0.6 * y]),
      );
    }
    await addressWith(page, (text) => isWhole(text) && text.length <= 200);
  }
});

test('erased strokes, and strokes over a test digit, are in the address', async () => {
  const across = [
    [0.2, 0.2],
    [0.8, 0.6],
  ];
  const { page } = await site.open();
  await clearAndDraw(page);
  await addressWith(page, isWhole);
  await pressOnPad(page, 'e');
  const before = (await parameters(page)).get('drawing');
  await draw(page, across);
  await opensTheSame(page, (text) => text.length > before.length + moreThanADot);
  const second = (await site.open({ query: '?digit=5' })).page;
  await pressOnPad(second, 'e');
  await draw(second, across);
  await opensTheSame(second);
});

testInChromium("a pen's pressure is in the address", async () => {
  const { page } = await site.open();
  await emptyPad(page);
  const { pen } = await handsOn(page);
  await drawWith(pen, three);
  await opensTheSame(page);
});

test('a blank pad opens blank, and a reload keeps the strokes undoable one by one', async () => {
  const { page } = await site.open();
  await emptyPad(page);
  const query = await addressWith(page, (text) => text === '');
  const blank = (await site.open({ query, wait: false })).page;
  await blank.getByText('Draw a digit here').waitFor();
  await clearAndDraw(page);
  await addressWith(page, isWhole);
  const before = (await parameters(page)).get('drawing');
  await draw(page, [
    [0.1, 0.9],
    [0.9, 0.9],
  ]);
  const shared = await opensTheSame(page, (text) => isWhole(text) && text.length > before.length + moreThanADot);
  const ink = await inkedPixels(shared.locator('.pad-canvas'));
  await shared.keyboard.press('Control+z');
  const less = await inkedPixels(shared.locator('.pad-canvas'));
  assert.ok(less > 0 && less < ink, 'one stroke is gone');
});

test('a drawing too long for the address is left out of it', async () => {
  const { page } = await site.open();
  await emptyPad(page);
  const strokes = Array.from({ length: 80 }, (_, index) => [
    [0.1 + (index % 9) / 11, 0.1 + Math.floor(index / 9) / 11],
    [0.16 + (index % 9) / 11, 0.15 + Math.floor(index / 9) / 11],
  ]);
  await scribble(page, strokes.splice(0, 5));
  await addressWith(page, isWhole);
  await scribble(page, strokes);
  await allRebuilt(page);
  await until(
    async () => (await parameters(page)).get('drawing'),
    (text) => text === null,
    'an address without a drawing',
  );
});

test('a drawing in the address that was cut or changed is ignored', async () => {
  for (const drawing of ['AAAA!', 'zzzz', 'A'.repeat(201)]) {
    const { page, problems } = await site.open({ query: `?drawing=${drawing}` });
    await page.getByText('A sample. Draw your own digit here').waitFor();
    assert.deepEqual(problems, []);
    await site.closePages();
  }
});

test('the address holds further models and the settings of fine-tuning', async () => {
  const query = '?also=sparse-1024&rate=0.0005&batch=48&steps=300&training-noise=none&images=more&seed=9';
  const { page } = await site.open({ query });
  await card(page, 'sparse-1024').waitFor();
  const chosen = async (label) =>
    page.getByRole('combobox', { name: label, exact: true }).evaluate((menu) => menu.selectedOptions[0].textContent);
  assert.deepEqual(await Promise.all(['Learning rate', 'Batch', 'Steps'].map(chosen)), ['0.0005', '48', '300']);
  const kept = await parameters(page);
  for (const [key, value] of new URLSearchParams(query)) assert.equal(kept.get(key), value);
  await button(page, 'Close Sparse').click();
  await until(
    async () => (await parameters(page)).get('also'),
    (text) => text === null,
    'an address without the closed model',
  );
});
