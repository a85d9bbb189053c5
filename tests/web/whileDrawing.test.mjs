// What a visitor sees while drawing: every rebuilt picture, what happens to the drawing, and how close each model gets.

import assert from 'node:assert/strict';
import {
  allRebuilt,
  card,
  clearAndDraw,
  emptyPad,
  errorOf,
  pixelsOf,
  rebuiltPixels,
  same,
  shippedModels,
  siteOfFile,
  test,
  until,
} from './support/harness.mjs';

const site = siteOfFile();

const phones = [
  [320, 568],
  [360, 640],
  [390, 664],
  [390, 844],
];
const lowWindows = [
  [844, 390],
  [720, 450],
];

/** The share of an element that the window shows, from 0 to 1. */
const visibleShare = (locator) =>
  locator.evaluate((element) => {
    const { left, right, top, bottom, width, height } = element.getBoundingClientRect();
    const across = Math.max(0, Math.min(right, innerWidth) - Math.max(left, 0));
    const down = Math.max(0, Math.min(bottom, innerHeight) - Math.max(top, 0));
    return element.checkVisibility() && width > 0 ? (across * down) / (width * height) : 0;
  });

const tile = (page, model) => page.locator(`[data-tile="${model}"]`);

/** The text of an element that lies below its lower edge, except in a span, which may. */
function cutText(element) {
  const { bottom, right } = element.getBoundingClientRect();
  const range = document.createRange();
  return [...element.childNodes]
    .filter((node) => node.nodeName !== 'SPAN')
    .filter((node) => {
      range.selectNode(node);
      return [...range.getClientRects()].some((box) => box.bottom > bottom + 2 || box.right > right + 1);
    })
    .map((node) => node.textContent)
    .join('');
}

async function assertAllInSight(page, [width, height]) {
  await page.setViewportSize({ width, height });
  const size = `${width} × ${height}`;
  assert.equal(await visibleShare(page.locator('.pad-canvas')), 1, `the pad at ${size}`);
  assert.equal(await visibleShare(page.locator('.tagline')), 1, `the sentence of the header at ${size}`);
  assert.equal(await visibleShare(page.locator('.story')), 1, `the line under the pad at ${size}`);
  assert.equal(await page.locator('.story').evaluate(cutText), '', `the line under the pad is cut at ${size}`);
  for (const model of shippedModels) {
    assert.equal(await visibleShare(tile(page, model)), 1, `${model} at ${size}`);
    const { width: side } = await tile(page, model).locator('canvas').boundingBox();
    assert.ok(side >= 48, `${model} is ${side} pixels wide at ${size}`);
  }
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0, size);
}

test('in small windows the whole pad and every rebuilt picture are in sight together', async () => {
  for (const [sizes, isMobile] of [
    [phones, true],
    [lowWindows, false],
  ]) {
    const [width, height] = sizes[0];
    const { page } = await site.open({ viewport: { width, height }, hasTouch: true, isMobile });
    for (const size of sizes) await assertAllInSight(page, size);
  }
});

test('the pictures next to the pad follow the pen, and each leads to its card', async () => {
  const { page, problems } = await site.open({ viewport: { width: 390, height: 664 }, hasTouch: true, isMobile: true });
  await clearAndDraw(page);
  assert.equal(await page.evaluate(() => scrollY), 0, 'nothing has scrolled');
  for (const model of shippedModels) {
    assert.ok(same(await pixelsOf(tile(page, model).locator('canvas')), await rebuiltPixels(page, model)), model);
    assert.match(await tile(page, model).innerText(), new RegExp(`${await errorOf(page, model)}$`));
  }
  await page.getByRole('button', { name: /^Rebuilt by Deep/ }).tap();
  await until(
    () => visibleShare(card(page, 'deep-30').locator('.model-rebuilt')),
    (share) => share === 1,
    'the card of the deep model',
  );
  assert.deepEqual(problems, []);
});

test('further models join the row of pictures without widening the page', async () => {
  const { page } = await site.open({ viewport: { width: 390, height: 664 }, hasTouch: true, isMobile: true });
  await page.locator('.more-models summary').tap();
  for (const title of ['Unpooling', 'Sparse']) await page.getByRole('button', { name: title, exact: true }).tap();
  await tile(page, 'sparse-1024').waitFor();
  await allRebuilt(page);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  await tile(page, 'sparse-1024').scrollIntoViewIfNeeded();
  assert.equal(await visibleShare(tile(page, 'sparse-1024')), 1);
});

test('on a desktop the cards are next to the pad, and nothing shows the pictures twice', async () => {
  const { page } = await site.open();
  for (const model of shippedModels) assert.equal(await tile(page, model).isVisible(), false);
});

test('a pad of any size shows its ink undistorted', async () => {
  // At this size the pad is 300 pixels wide, as a canvas is before it gets a size.
  const { page } = await site.open({ viewport: { width: 720, height: 450 } });
  const sides = () => page.locator('.pad-canvas').evaluate(({ width, height }) => [width, height]);
  await until(sides, ([width, height]) => width === height && width === 300, 'a square canvas of 300 pixels');
});

/** The model that the cards mark as the closest, the number of numbers it passes on, and its error. */
async function closestCard(page) {
  const marked = page.locator('.model').filter({ hasText: /closest\swith\s≤\s32\snumbers/ });
  assert.equal(await marked.count(), 1);
  return {
    title: await marked.locator('h3').innerText(),
    numbers: Number(await marked.locator('[data-figure="numbers"] strong').innerText()),
    error: Number(await marked.locator('[data-figure="mse"]').innerText()),
  };
}

test('models with more than 32 numbers are never called the closest, however low their error', async () => {
  const { page } = await site.open();
  await page.locator('.more-models summary').click();
  for (const title of ['Unpooling', 'Sparse']) await page.getByRole('button', { name: title, exact: true }).click();
  await until(
    () => page.locator('.model').count(),
    (count) => count === 6,
    'two more models',
  );
  await allRebuilt(page);
  const { numbers, error } = await closestCard(page);
  assert.ok(numbers <= 32, `${numbers} numbers`);
  const small = await Promise.all(['pca-30', 'dense-128-32', 'deep-30'].map((model) => errorOf(page, model)));
  assert.equal(error, Math.min(...small.map(Number)));
  const all = await page.locator('[data-figure="mse"]').allInnerTexts();
  assert.ok(Math.min(...all.map(Number)) < error, 'a larger code gets closer');
});

test('the line under the pad says how many numbers the closest model keeps', async () => {
  for (const digit of [3, 8]) {
    const { page } = await site.open({ query: `?digit=${digit}` });
    const { title, numbers } = await closestCard(page);
    assert.equal(
      (await page.locator('.story').innerText()).replaceAll('\n', ' '),
      `784 pixels → code of ${numbers} numbers → 784 pixels by ${title}, the closest with at most 32 numbers`,
    );
    await emptyPad(page);
    assert.match(await page.locator('.story').innerText(), /code of a few numbers/);
    await site.closePages();
  }
});

test('each error is a bar that is full at the error of always showing the mean digit', async () => {
  const { page } = await site.open();
  await page.locator('.error-scale', { hasText: '0.067' }).waitFor();
  const worst = await page.evaluate(async () => {
    const { models } = await (await fetch('models/manifest.json')).json();
    return models[0].metrics.mean_image_mse;
  });
  const share = (model) =>
    card(page, model).evaluate((element) => {
      const [range, error] = [...element.querySelectorAll('.error-bar rect')].map((part) =>
        part.getBoundingClientRect(),
      );
      return error.width / range.width;
    });
  for (const model of shippedModels) {
    const expected = Number(await errorOf(page, model)) / worst;
    assert.ok(Math.abs((await share(model)) - expected) < 0.002, model);
  }
  await page.getByRole('radio', { name: 'Gaussian' }).check();
  await page.getByRole('slider', { name: 'Noise level' }).fill('1');
  await until(
    () => share('deep-30'),
    (full) => full === 1,
    'a full bar, and no more',
  );
});

test('every part of a card says what it is, in one column or two', async () => {
  const { page } = await site.open();
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await page.getByText('always the mean digit: 0.067').first().waitFor();
    const text = await page.locator('.models').innerText();
    for (const label of ['code', 'rebuilt', 'what differs', 'missing', 'extra', 'always the mean digit: 0.067']) {
      assert.ok(text.includes(label), `${label} at ${width} px`);
    }
  }
});

test('a scribble is answered in words, and a digit is not', async () => {
  const { page } = await site.open();
  const scribble = Array.from({ length: 60 }, (_, index) => [
    0.5 + index * 0.007 * Math.cos(index / 3.2),
    0.5 + index * 0.007 * Math.sin(index / 3.2),
  ]);
  const answer = page.getByText('Networks trained on digits rebuild this poorly.');
  await clearAndDraw(page, scribble);
  await answer.waitFor();
  await clearAndDraw(page);
  assert.equal(await answer.count(), 0);
});
