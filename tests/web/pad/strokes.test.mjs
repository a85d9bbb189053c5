// The networks always get strokes of the same width, however large or small, thick or thin the drawing is.

import assert from 'node:assert/strict';
import { inkOf, kinds, strokeWidth, written } from '../support/handwriting.mjs';
import {
  allRebuilt,
  clearAndDraw,
  darkPixels,
  draw,
  emptyPad,
  inkedPixels,
  onPad,
  pressOnPad,
  same,
  seenPixels,
  siteOfFile,
  test,
  three,
  until,
} from '../support/harness.mjs';

const site = siteOfFile();

/** Writes a digit with the mouse, or with a pen at constant pressure. */
async function write(page, session, digit, kind) {
  await emptyPad(page);
  const pointer = kind.pressure ? { pointerType: 'pen', force: kind.pressure } : {};
  const send = (type, [x, y]) =>
    session.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', buttons: 1, clickCount: 1, ...pointer });
  for (const stroke of written(digit, kind)) {
    const places = await onPad(page, stroke);
    await send('mousePressed', places[0]);
    for (const place of places.slice(1)) await send('mouseMoved', place);
    await send('mouseReleased', places.at(-1));
  }
  await allRebuilt(page);
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('the networks get strokes as wide as those of MNIST, whatever the size, place, rotation and pressure', async () => {
  const { page, problems } = await site.open();
  const session = await page.context().newCDPSession(page);
  for (const kind of kinds) {
    const widths = [];
    for (const digit of [2, 4, 8]) {
      await write(page, session, digit, kind);
      widths.push(strokeWidth(inkOf(await seenPixels(page))));
    }
    assert.ok(mean(widths) > 2 && mean(widths) < 2.9, `${kind.name}: ${widths}`);
  }
  assert.match(await page.locator('.seen figcaption').first().innerText(), /Redrawn at 2\.4 px/);
  assert.deepEqual(problems, []);
});

test('a stroke in progress is as wide as those of MNIST too, and changes little when it ends', async () => {
  const { page } = await site.open();
  await emptyPad(page);
  const [first, ...rest] = await onPad(page, three);
  await page.mouse.move(...first);
  await page.mouse.down();
  for (const place of rest) await page.mouse.move(...place, { steps: 5 });
  await allRebuilt(page);
  const before = inkOf(await seenPixels(page));
  assert.ok(strokeWidth(before) > 2 && strokeWidth(before) < 3, `${strokeWidth(before)}`);
  const looks = () => seenPixels(page).then(inkOf);
  await page.mouse.up();
  await allRebuilt(page);
  const after = await looks();
  const difference = mean(after.map((value, index) => Math.abs(value - before[index])));
  assert.ok(difference < 0.03, `a mean difference of ${difference}`);
});

test('a distant dot is left out of the network input, and the page says so', async () => {
  const { page } = await site.open();
  await clearAndDraw(
    page,
    three.map(([x, y]) => [x * 0.6, y * 0.6]),
  );
  const alone = await seenPixels(page);
  const hint = () => page.locator('.pad-hint').innerText();
  const ink = await inkedPixels(page.locator('.pad-canvas'));
  const places = await onPad(page, [
    [0.9, 0.9],
    [0.905, 0.9],
    [0.905, 0.905],
    [0.91, 0.905],
  ]);
  await page.mouse.move(...places[0]);
  await page.mouse.down();
  for (const place of places.slice(1)) await page.mouse.move(...place);
  await allRebuilt(page);
  assert.ok(same(await seenPixels(page), alone), 'the same picture while the pen is down');
  await page.mouse.up();
  await allRebuilt(page);
  assert.ok(same(await seenPixels(page), alone), 'the same picture');
  assert.ok((await inkedPixels(page.locator('.pad-canvas'))) > ink, 'the pad shows it');
  assert.match(await hint(), /ignore the distant dot/);
  await page.keyboard.press('Control+z');
  await until(hint, (text) => text === '', 'no hint');
  await draw(page, [
    [0.9, 0.9],
    [0.6, 0.9],
  ]);
  await allRebuilt(page);
  assert.ok(!same(await seenPixels(page), alone), 'a line far away counts');
  assert.equal(await hint(), '');
});

test('erased ink is gone from the network input: the rest is scaled as if it had been drawn alone', async () => {
  const { page } = await site.open();
  await clearAndDraw(page);
  const alone = inkOf(await seenPixels(page));
  // A thin line across the pad, which the eraser then covers.
  const across = [
    [0.02, 0.94],
    [0.98, 0.94],
  ];
  await draw(page, across);
  await allRebuilt(page);
  assert.ok(!same(inkOf(await seenPixels(page)), alone));
  await pressOnPad(page, 'e');
  await draw(page, [
    [0, 0.95],
    [1, 0.95],
  ]);
  await allRebuilt(page);
  const rest = inkOf(await seenPixels(page));
  const difference = mean(rest.map((value, index) => Math.abs(value - alone[index])));
  assert.ok(difference < 0.005, `a mean difference of ${difference}`);
});

test('an eraser cuts a stroke in the network input where it cuts the stroke on the pad', async () => {
  const { page } = await site.open();
  await clearAndDraw(page, [
    [0.5, 0.1],
    [0.5, 0.9],
  ]);
  await pressOnPad(page, 'e');
  await draw(page, [
    [0.3, 0.5],
    [0.7, 0.5],
  ]);
  await allRebuilt(page);
  const ink = inkOf(await seenPixels(page));
  const rows = Array.from({ length: 28 }, (_, row) => Math.max(...ink.slice(row * 28, row * 28 + 28)));
  const blank = rows.slice(5, 23).filter((most) => most < 0.5).length;
  // The eraser's width is 0.14 of the pad. The line's length is 0.8 of the pad plus its two round ends, and it
  // fills 20 pixels.
  assert.ok(blank >= 2 && blank <= 4, `a gap of ${blank} rows`);
});

test('a scribble that fills the pad counts as ink, not as paper', async () => {
  const { page } = await site.open();
  const lines = Array.from({ length: 21 }, (_, row) => [
    [0.05, 0.05 + row * 0.045],
    [0.95, 0.05 + row * 0.045],
  ]);
  await clearAndDraw(
    page,
    lines.flatMap((line, row) => (row % 2 === 0 ? line : [...line].reverse())),
  );
  const dark = darkPixels(await seenPixels(page));
  assert.ok(dark > 330 && dark < 480, `${dark} dark pixels of the twenty by twenty`);
});

test('strokes over a partly erased test digit stay as wide as on the pad', async () => {
  const { page } = await site.open();
  await pressOnPad(page, 'e');
  await draw(page, [
    [0.05, 0.05],
    [0.08, 0.05],
  ]);
  await pressOnPad(page, 'p');
  await draw(page, three);
  await allRebuilt(page);
  assert.equal(await page.locator('.seen figcaption').first().innerText(), '28 × 28 pixels');
  assert.ok(darkPixels(await seenPixels(page)) > 80, 'the digit and the stroke');
});
