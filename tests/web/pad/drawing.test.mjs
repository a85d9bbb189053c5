import assert from 'node:assert/strict';
import { drawWith, handsOn } from '../support/hands.mjs';
import {
  allErrors,
  allRebuilt,
  clearAndDraw,
  darkPixels,
  draw,
  emptyPad,
  errorOf,
  inkedPixels,
  isFirefox,
  lookShown,
  pressOnPad,
  rebuiltPixels,
  same,
  screenPixels,
  seenPixels,
  shippedModels,
  siteOfFile,
  test,
  three,
  until,
} from '../support/harness.mjs';
import { errorsOfModule } from '../support/module.mjs';

const site = siteOfFile();

test('a test digit is on the pad at once, and four models rebuild it as the module does', async () => {
  const { page, problems } = await site.open({ query: '?digit=17' });
  assert.ok((await inkedPixels(page.locator('.pad-canvas'))) > 1000);
  assert.deepEqual(await allErrors(page), await errorsOfModule(17, 'none', 1));
  for (const model of shippedModels) {
    assert.ok(darkPixels(await rebuiltPixels(page, model)) > 20, `${model} shows a picture`);
  }
  assert.deepEqual(problems, []);
});

const padTitle = (page) => page.locator('#draw-title').innerText();
const padHint = (page) => page.locator('.pad-hint').innerText();
const darkestOf = (pixels) => pixels.reduce((least, value) => Math.min(least, value), 255);
const padPixels = (page) => screenPixels(page.locator('.pad-canvas'));

/** A stroke far from the sample, which is in the middle of the pad. */
const aside = [
  [0.1, 0.2],
  [0.12, 0.5],
  [0.1, 0.8],
];

test('the page opens with a digit marked as a sample; the networks get its exact pixels', async () => {
  const { page } = await site.open();
  assert.equal(await padTitle(page), 'A sample digit');
  assert.equal(await padHint(page), 'A sample. Draw your own digit here');
  // Only the digit is measured, because the hint above it is not faded.
  const pixels = await padPixels(page);
  const darkest = darkestOf(pixels.slice(pixels.length * 0.25));
  assert.ok(darkest > 120 && darkest < 220, `${darkest} is faded, and there`);
  assert.deepEqual(await allErrors(page), await errorsOfModule(0, 'none', 1));
});

test('a stroke replaces the sample; one undo brings the sample back, and redo the stroke', async () => {
  const { page } = await site.open();
  const sample = await seenPixels(page);
  await draw(page, aside);
  await allRebuilt(page);
  const stroke = await seenPixels(page);
  assert.equal(await padTitle(page), 'Your digit');
  assert.equal(await padHint(page), '');
  await clearAndDraw(page, aside);
  assert.ok(same(await seenPixels(page), stroke), 'nothing of the sample is left');
  for (let step = 0; step < 2; step++) await page.keyboard.press('Control+z');
  await until(
    () => seenPixels(page),
    (now) => same(now, stroke),
    'the stroke again',
  );
  await page.keyboard.press('Control+z');
  await until(
    () => seenPixels(page),
    (now) => same(now, sample),
    'the sample again',
  );
  assert.equal(await padTitle(page), 'A sample digit');
  assert.ok(await page.getByRole('button', { name: /Undo/ }).isDisabled(), 'nothing is before the sample');
  await page.keyboard.press('Control+Shift+z');
  await until(
    () => seenPixels(page),
    (now) => same(now, stroke),
    'the stroke after redo',
  );
});

test('a requested test digit is shown in full ink, and a stroke replaces it', async () => {
  const { page } = await site.open();
  const sample = await seenPixels(page);
  await page.getByRole('button', { name: 'Test digit' }).click();
  const digit = await until(
    () => seenPixels(page),
    (now) => !same(now, sample),
    'another digit',
  );
  assert.equal(await padTitle(page), 'A test digit');
  assert.ok(darkestOf(await padPixels(page)) < 60, 'in full ink');
  await draw(page, aside);
  await allRebuilt(page);
  const stroke = await seenPixels(page);
  await page.keyboard.press('Control+z');
  await until(
    () => seenPixels(page),
    (now) => same(now, digit),
    'the digit again',
  );
  await clearAndDraw(page, aside);
  assert.ok(same(await seenPixels(page), stroke), 'nothing of the digit is left');
});

test('the eraser removes part of the sample digit instead of replacing it', async () => {
  const { page } = await site.open();
  const pad = page.locator('.pad-canvas');
  const whole = await inkedPixels(pad);
  const seen = await seenPixels(page);
  await pressOnPad(page, 'e');
  await draw(page, [
    [0.3, 0.95],
    [0.7, 0.7],
  ]);
  await allRebuilt(page);
  const rest = await inkedPixels(pad);
  assert.ok(rest > whole * 0.5 && rest < whole * 0.95, `${rest} of ${whole} pixels are left`);
  assert.ok(!same(await seenPixels(page), seen), 'the networks see it');
  assert.equal(await padTitle(page), 'Your digit');
});

test('a digit drawn with the mouse is normalised, and all four models rebuild it', async () => {
  const { page, problems } = await site.open();
  await clearAndDraw(page);
  const ink = darkPixels(await seenPixels(page));
  assert.ok(ink > 40 && ink < 250, `${ink} dark pixels`);
  for (const model of shippedModels) {
    assert.ok(Number(await errorOf(page, model)) < 0.06, `${model} comes close`);
  }
  assert.deepEqual(problems, []);
});

test('pictures update while the pen is still down', async () => {
  const { page } = await site.open();
  await pressOnPad(page, 'c');
  const box = await page.locator('.pad-canvas').boundingBox();
  await page.mouse.move(box.x + 100, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + 100, box.y + 180, { steps: 8 });
  await allRebuilt(page);
  const halfway = await rebuiltPixels(page, 'deep-30');
  await page.mouse.move(box.x + 260, box.y + 300, { steps: 8 });
  await until(
    () => rebuiltPixels(page, 'deep-30'),
    (now) => !same(now, halfway),
    'another picture',
  );
  await page.mouse.up();
});

test('a finger draws on a phone and the page does not scroll', async () => {
  const { page, problems } = await site.open({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 3,
    hasTouch: true,
    isMobile: !isFirefox,
  });
  await emptyPad(page);
  const { finger } = await handsOn(page);
  // The first line goes upwards, as a finger would to scroll a page that is at its top.
  for (const line of [
    [
      [0.2, 0.95],
      [0.2, 0.6],
      [0.2, 0.3],
      [0.2, 0.05],
    ],
    three,
  ])
    await drawWith(finger, line);
  await allRebuilt(page);
  assert.equal(await page.evaluate(() => scrollY), 0);
  assert.ok(darkPixels(await seenPixels(page)) > 40);
  const [side, width] = await page
    .locator('.pad-canvas')
    .evaluate((canvas) => [canvas.width, canvas.getBoundingClientRect().width]);
  assert.ok(Math.abs(side - width * 3) < 1, 'one canvas pixel per device pixel');
  assert.deepEqual(problems, []);
});

test('undo and redo restore exactly the same pictures', async () => {
  const { page } = await site.open();
  await clearAndDraw(page);
  const one = await seenPixels(page);
  await draw(page, [
    [0.2, 0.9],
    [0.8, 0.9],
  ]);
  await allRebuilt(page);
  const two = await seenPixels(page);
  assert.ok(!same(two, one), 'the second stroke is seen');
  await page.keyboard.press('Control+z');
  await until(
    () => seenPixels(page),
    (now) => same(now, one),
    'undo',
  );
  await page.keyboard.press('Control+Shift+z');
  await until(
    () => seenPixels(page),
    (now) => same(now, two),
    'redo',
  );
  await page.getByRole('button', { name: /Undo/ }).click();
  await until(
    () => seenPixels(page),
    (now) => same(now, one),
    'undo by its button',
  );
});

test('the eraser removes ink', async () => {
  const { page } = await site.open();
  await clearAndDraw(page);
  const pad = page.locator('.pad-canvas');
  const whole = await inkedPixels(pad);
  const seen = await seenPixels(page);
  await pressOnPad(page, 'e');
  await draw(page, three.slice(0, 5));
  await allRebuilt(page);
  const rest = await inkedPixels(pad);
  assert.ok(whole > 1000 && rest < whole * 0.75, `${rest} of ${whole} pixels are left`);
  assert.ok(!same(await seenPixels(page), seen), 'another picture');
});

test('an empty pad asks for a digit, and cannot be kept', async () => {
  const { page, problems } = await site.open();
  await pressOnPad(page, 'c');
  await until(
    () => allErrors(page),
    (errors) => errors.every((error) => error === '–'),
    'no pictures',
  );
  await lookShown(page);
  assert.equal((await page.locator('.pad-hint').innerText()).trim(), 'Draw a digit here');
  assert.equal(await page.getByRole('alert').count(), 0);
  await page.getByRole('button', { name: 'Keep' }).click();
  assert.match(await page.getByRole('alert').innerText(), /draw a digit first/);
  assert.equal(await page.locator('.thumbnail').count(), 0);
  assert.deepEqual(problems, []);
});
