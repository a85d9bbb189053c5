import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import {
  dataFile,
  errorOf,
  inkedPixels,
  inProject,
  lookInside,
  pixelsOf,
  pressOnPad,
  same,
  siteOfFile,
  test,
  testInChromium,
  until,
} from '../support/harness.mjs';
import { sessionOf } from '../support/module.mjs';

const site = siteOfFile();
const pixelCount = 784;

const picture = (panel, name) => panel.getByRole('img', { name, exact: true });
const inked = (pixels) => pixels.some((value, index) => index % 4 === 0 && value < 128);

/** Waits for a picture with ink that differs from all `others`. */
async function pictureOther(panel, name, ...others) {
  return until(
    () => pixelsOf(picture(panel, name)),
    (pixels) => inked(pixels) && others.every((other) => !same(pixels, other)),
    `another picture "${name}"`,
  );
}

async function pictureAgain(panel, name, wanted) {
  await until(
    () => pixelsOf(picture(panel, name)),
    (pixels) => same(pixels, wanted),
    `"${name}" as before`,
  );
}

const decoded = 'The code, decoded';
const sliders = (panel) => panel.locator('.code-slider input');

test('a slider changes the decoded picture by pointer and by key, and reset brings the digit back', async () => {
  const { page, panel, problems } = await lookInside(site, 'deep-30', 'sliders');
  const own = await pictureOther(panel, decoded);
  const first = sliders(panel).first();
  const start = await first.inputValue();
  await first.fill(Number(start) > 50 ? '3' : '97');
  const moved = await pictureOther(panel, decoded, own);
  await first.focus();
  await page.keyboard.press(Number(start) > 50 ? 'End' : 'Home');
  await pictureOther(panel, decoded, own, moved);
  await panel.getByRole('button', { name: 'Back to your digit' }).click();
  await pictureAgain(panel, decoded, own);
  assert.equal(await first.inputValue(), start);
  assert.deepEqual(problems, []);
});

test('another drawing resets the sliders, and their pages show all units', async () => {
  const { panel, problems, drawAnew } = await lookInside(site, 'pca-30', 'sliders');
  const own = await pictureOther(panel, decoded);
  await sliders(panel).first().fill('99');
  const moved = await pictureOther(panel, decoded, own);
  await drawAnew();
  await pictureOther(panel, decoded, own, moved);
  assert.ok(await panel.getByRole('button', { name: 'Back to your digit' }).isDisabled());
  const units = () => panel.locator('.code-slider').evaluateAll((all) => all.map((one) => Number(one.dataset.unit)));
  const seen = new Set(await units());
  const more = panel.getByRole('button', { name: 'Next', exact: true });
  while (await more.isEnabled()) {
    await more.click();
    for (const unit of await units()) seen.add(unit);
  }
  assert.equal(seen.size, 30);
  assert.deepEqual(problems, []);
});

test('fewer bits per number make the code smaller than a PNG file, and the error is that of the core', async () => {
  const { page, panel, problems, drawAnew } = await lookInside(site, 'deep-30', 'bits');
  const row = (title) => panel.locator(`[data-version="${title}"]`);
  const bytes = async (title) => Number.parseInt(await row(title).locator('[data-figure="bytes"]').innerText(), 10);
  const errorOf = (title) => row(title).locator('[data-figure="bits-error"]').innerText();
  await row('1 bit per number').waitFor();
  const titles = ['32 bits per number', '8 bits per number', '4 bits per number', '2 bits per number'];
  assert.deepEqual(await Promise.all([...titles, '1 bit per number'].map(bytes)), [120, 30, 15, 8, 4]);
  assert.equal(await bytes('Your digit'), pixelCount);
  const png = await bytes('PNG file');
  assert.ok(png > 120 && png < pixelCount, `${png} bytes`);
  const session = await sessionOf('deep-30');
  session.loadImages(await dataFile('test-sample.idx'));
  const digit = session.image(3).value;
  const code = session.encode(digit).value;
  const pictures = session.decode(session.quantisedCodes(code).value).value;
  const coarsest = pictures.subarray(3 * pixelCount);
  const { meanSquaredError } = session.compare(coarsest, digit).value;
  assert.equal(await errorOf('1 bit per number'), `error ${meanSquaredError.toFixed(4)}`);
  assert.equal(await errorOf('PNG file'), 'no error');
  await drawAnew();
  await until(
    () => errorOf('1 bit per number'),
    (text) => text !== `error ${meanSquaredError.toFixed(4)}`,
    'the error of the drawing',
  );
  await pressOnPad(page, 'c');
  await panel.getByText('Draw a digit, and its versions appear here.').waitFor();
  assert.deepEqual(problems, []);
});

const place = 'The code at this point of the map, decoded';

test('the map decodes the point chosen by pointer or arrow keys, and shows where the drawing lies', async () => {
  const { page, panel, problems, drawAnew } = await lookInside(site, 'deep-30', 'map');
  const map = panel.getByRole('application');
  await panel.locator('.map-mark-yours').waitFor();
  const whole = await pictureOther(panel, 'Your digit, rebuilt from its whole code');
  const atDigit = await pictureOther(panel, place, whole);
  await panel.getByText('with the other 28 at their average').waitFor();
  await map.scrollIntoViewIfNeeded();
  await map.hover({ position: { x: 60, y: 60 } });
  const atCorner = await pictureOther(panel, place, atDigit);
  await map.focus();
  for (let press = 0; press < 12; press++) await page.keyboard.press('ArrowRight');
  await pictureOther(panel, place, atDigit, atCorner);
  const mark = () => panel.locator('.map-mark-yours').getAttribute('style');
  const before = await mark();
  await drawAnew();
  await until(mark, (style) => style !== before, 'the drawing elsewhere on the map');
  assert.deepEqual(problems, []);
});

testInChromium('the map responds to touch, and can be limited to one digit', async () => {
  const touch = { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } };
  const { panel, problems } = await lookInside(site, 'deep-30', 'map', touch);
  const map = panel.getByRole('application');
  const first = await pictureOther(panel, place);
  await map.scrollIntoViewIfNeeded();
  await map.tap({ position: { x: 40, y: 180 } });
  await pictureOther(panel, place, first);
  const points = panel.locator('.map-square canvas');
  const all = await until(
    () => inkedPixels(points),
    (count) => count > 1000,
    'all digits',
  );
  await panel.getByRole('button', { name: '4', exact: true }).tap();
  await until(
    () => inkedPixels(points),
    (count) => count > 0 && count < all / 3,
    'one digit alone',
  );
  await panel.getByRole('button', { name: '4', exact: true }).tap();
  await until(
    () => inkedPixels(points),
    (count) => count > all * 0.9,
    'all digits again',
  );
  assert.deepEqual(problems, []);
});

const throughCodes = 'Interpolating the codes, at the slider';
const throughPixels = 'Blending the pixels, at the slider';

test('interpolation: codes and pixels differ in the middle, and blending begins and ends with the pictures', async () => {
  const { page, panel, problems, drawAnew } = await lookInside(site, 'deep-30', 'between');
  const blended = await pictureOther(panel, throughPixels);
  await pictureOther(panel, throughCodes, blended);
  const slider = panel.getByRole('slider', { name: 'Position between A and B' });
  await slider.fill('0');
  await pictureAgain(panel, throughPixels, await pixelsOf(picture(panel, 'Picture A')));
  await slider.focus();
  await page.keyboard.press('End');
  await pictureAgain(panel, throughPixels, await pixelsOf(picture(panel, 'Picture B')));
  const atB = await pixelsOf(picture(panel, throughCodes));
  await drawAnew();
  await panel.locator('[data-end="B"]').getByRole('button', { name: 'Your drawing' }).click();
  await pictureOther(panel, throughCodes, atB);
  assert.deepEqual(problems, []);
});

test('a kept drawing can be an end of the interpolation', async () => {
  const { page, panel, problems, drawAnew } = await lookInside(site, 'deep-30', 'between');
  const before = await pictureOther(panel, 'Picture A');
  await drawAnew();
  await pressOnPad(page, 'k');
  await panel.locator('[data-end="A"]').getByRole('button', { name: 'Kept drawing' }).click();
  await pictureOther(panel, 'Picture A', before);
  assert.deepEqual(problems, []);
});

test('random walks: another walk differs, and steps of size zero stay at the start', async () => {
  const { panel, problems } = await lookInside(site, 'deep-30', 'between');
  const last = 'Through the codes, after 8 steps';
  await panel.getByText('step σ = 0.35 × spread').waitFor();
  const start = await pictureOther(panel, 'Through the codes, after 0 steps');
  const first = await pictureOther(panel, last, start);
  await panel.getByRole('button', { name: 'Another walk' }).click();
  await pictureOther(panel, last, start, first);
  await panel.getByRole('slider', { name: 'Step size: Through the codes' }).fill('0');
  await pictureAgain(panel, last, start);
  await panel.getByRole('slider', { name: 'Step size: Through the pixels' }).fill('0');
  await pictureAgain(
    panel,
    'Through the pixels, after 8 steps',
    await pixelsOf(picture(panel, 'Through the pixels, after 0 steps')),
  );
  assert.deepEqual(problems, []);
});

test('the code size view shows measured errors at each size, and the error on the digit by each model', async () => {
  const { page, panel, problems, drawAnew } = await lookInside(site, 'deep-30', 'code-size');
  const size = panel.getByRole('slider', { name: /^Error against the size of the code/ });
  const listed = async (name) =>
    Number(await panel.getByRole('listitem').filter({ hasText: name }).locator('strong').innerText());
  const agrees = () =>
    until(
      async () => [await listed(/^your digit by Deep/), Number(await errorOf(page, 'deep-30'))],
      ([dot, card]) => Math.abs(dot - card) < 6e-5,
      'the error of the card',
    );
  while ((await size.getAttribute('aria-valuetext')) !== 'code size 30') await size.press('ArrowLeft');
  const sample = (await agrees())[0];
  assert.equal(await listed(/^PCA/), 0.0177);
  await drawAnew();
  await until(
    () => listed(/^your digit by Deep/),
    (error) => error !== sample,
    'another error',
  );
  await agrees();
  await size.press('ArrowRight');
  const errors = await Promise.all([/^PCA/, /^dense/, /^deep/].map(listed));
  assert.ok(errors[0] === 0.0168 && errors[1] < errors[0] && errors[2] < errors[1], errors.join());
  while ((await size.getAttribute('aria-valuetext')) !== 'code size 8') await size.press('ArrowLeft');
  const table = await readFile(inProject('web/public/data/error_by_code_size.csv'), 'utf8');
  const mse = Number(table.match(/,conv-32-code-8,8,\d+,\d+,3,([\d.e-]+),/)[1]);
  assert.ok(Math.abs((await listed(/^convolutional/)) - mse) < 6e-5, mse);
  assert.deepEqual(problems, []);
});
