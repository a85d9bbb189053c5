import assert from 'node:assert/strict';
import { scribble } from '../support/hands.mjs';
import {
  allRebuilt,
  clearAndDraw,
  draw,
  inkedPixels,
  same,
  seenPixels,
  siteOfFile,
  test,
  until,
} from '../support/harness.mjs';

const site = siteOfFile();

const pad = (page) => page.locator('.pad-canvas');

/** Counts the lines and dots painted on all canvases while `act` runs. */
async function paintedBy(page, act) {
  await page.evaluate(() => {
    window.painted = 0;
    for (const name of ['stroke', 'fill']) {
      const paint = CanvasRenderingContext2D.prototype[name];
      CanvasRenderingContext2D.prototype[name] = function (...rest) {
        window.painted++;
        return paint.apply(this, rest);
      };
    }
  });
  const before = await page.evaluate(() => window.painted);
  await act();
  return (await page.evaluate(() => window.painted)) - before;
}

/** Returns short strokes that lie side by side inside `frame`. */
function hatching(count) {
  return Array.from({ length: count }, (_, index) => {
    const x = 0.2 + 0.6 * (index / count);
    return [
      [x, 0.4],
      [x + 0.01, 0.45],
      [x, 0.5],
    ];
  });
}
const frame = [
  [0.1, 0.1],
  [0.9, 0.1],
  [0.9, 0.9],
  [0.1, 0.9],
  [0.1, 0.1],
];

test('a new stroke paints only itself, however many strokes there are', async () => {
  const { page } = await site.open();
  await clearAndDraw(page, frame);
  await scribble(page, hatching(60));
  await allRebuilt(page);
  const seen = await seenPixels(page);
  const painted = await paintedBy(page, () =>
    draw(
      page,
      [
        [0.3, 0.6],
        [0.5, 0.7],
      ],
      1,
    ),
  );
  assert.ok(painted > 0 && painted < 15, `${painted} lines and dots painted for one stroke`);
  await page.keyboard.press('Control+z');
  await until(
    () => seenPixels(page),
    (now) => same(now, seen),
    'the picture before it',
  );
});

/** Presses a button until it is disabled, and returns the number of presses. */
const pressAllTheWay = (button) =>
  button.evaluate(async (element) => {
    let presses = 0;
    for (; !element.disabled && presses < 1000; presses++) {
      element.click();
      await new Promise(requestAnimationFrame);
    }
    return presses;
  });

test('two hundred steps can be undone; older ink stays', async () => {
  const { page } = await site.open();
  await clearAndDraw(page, frame);
  await scribble(page, hatching(8));
  await allRebuilt(page);
  const seen = await seenPixels(page);
  const ink = await inkedPixels(pad(page));
  const dots = Array.from({ length: 200 }, (_, index) => [[0.2 + 0.003 * index, 0.6 + 0.2 * (index % 2)]]);
  await scribble(page, dots);
  await allRebuilt(page);
  const whole = await seenPixels(page);
  assert.ok(!same(whole, seen));
  assert.equal(await pressAllTheWay(page.getByRole('button', { name: /Undo/ })), 200);
  await until(
    () => seenPixels(page),
    (now) => same(now, seen),
    'the picture of the older strokes',
  );
  assert.equal(await inkedPixels(pad(page)), ink);
  assert.equal(await pressAllTheWay(page.getByRole('button', { name: /Redo/ })), 200);
  await until(
    () => seenPixels(page),
    (now) => same(now, whole),
    'all of it again',
  );
});
