// Input by mouse, finger, pen and keys, as browsers report it, and what may happen during a stroke.

import assert from 'node:assert/strict';
import { drawWith, eraserEnd, handsOn, moveToScreen, scribble } from '../support/hands.mjs';
import { inkOf } from '../support/handwriting.mjs';
import {
  allRebuilt,
  clearAndDraw,
  dataFile,
  draw,
  emptyPad,
  errorOf,
  inkedPixels,
  onPad,
  same,
  seenPixels,
  siteOfFile,
  test,
  three,
  until,
} from '../support/harness.mjs';

const site = siteOfFile();

const pad = (page) => page.locator('.pad-canvas');

const penLine = [
  [0.2, 0.2],
  [0.4, 0.25],
  [0.6, 0.5],
  [0.5, 0.7],
];
const palm = [
  [0.8, 0.85],
  [0.82, 0.86],
  [0.85, 0.87],
  [0.9, 0.9],
];

test('a palm that touches before or next to the pen leaves no ink and does not block the pen', async () => {
  const { page, problems } = await site.open({ hasTouch: true });
  const { pen, finger } = await handsOn(page);
  await emptyPad(page);
  await drawWith(pen, penLine);
  await allRebuilt(page);
  const byPenAlone = await seenPixels(page);
  const inkOfPen = await inkedPixels(pad(page));

  await emptyPad(page);
  await finger('down', palm[0]);
  for (const point of palm.slice(1)) await finger('move', point);
  assert.ok((await inkedPixels(pad(page))) > 100, 'a touch alone draws');
  await drawWith(pen, penLine);
  await finger('up', palm.at(-1));
  await until(
    () => seenPixels(page),
    (now) => same(now, byPenAlone),
    'the stroke of the pen alone',
  );
  assert.equal(await inkedPixels(pad(page)), inkOfPen);
  await page.keyboard.press('Control+z');
  await until(
    () => inkedPixels(pad(page)),
    (ink) => ink === 0,
    'one step to undo',
  );

  let moves = 0;
  await drawWith(pen, penLine, async () => {
    if (moves === 0) await finger('down', palm[0]);
    else await finger('move', palm[moves]);
    moves++;
  });
  await finger('up', palm.at(-1));
  await until(
    () => seenPixels(page),
    (now) => same(now, byPenAlone),
    'the stroke of the pen alone',
  );
  assert.deepEqual(problems, []);
});

test('after a palm on the sample and a stroke of the pen, one undo brings back the sample', async () => {
  const { page } = await site.open({ hasTouch: true });
  const { pen, finger } = await handsOn(page);
  const sample = await seenPixels(page);
  await finger('down', palm[0]);
  await finger('move', palm[1]);
  await drawWith(pen, penLine);
  await finger('up', palm.at(-1));
  await allRebuilt(page);
  assert.ok(!same(await seenPixels(page), sample));
  const [place] = await onPad(page, [penLine[0]]);
  assert.equal(await opacityAt(page, place), 255, 'the pen has drawn');
  await page.keyboard.press('Control+z');
  await until(
    () => seenPixels(page),
    (now) => same(now, sample),
    'the sample',
  );
});

/** How opaque the pad is at a point of the window, from 0 to 255. */
function opacityAt(page, [x, y]) {
  return pad(page).evaluate(
    (canvas, [x, y]) => {
      const box = canvas.getBoundingClientRect();
      const column = ((x - box.left) * canvas.width) / box.width;
      const row = ((y - box.top) * canvas.height) / box.height;
      const copy = new OffscreenCanvas(canvas.width, canvas.height);
      const context = copy.getContext('2d', { willReadFrequently: true });
      context.drawImage(canvas, 0, 0);
      return context.getImageData(column, row, 1, 1).data[3];
    },
    [x, y],
  );
}

const topOfPad = async (page) => (await pad(page).boundingBox()).y;

test('ink stays under the pen when the page scrolls during a stroke', async () => {
  const { page } = await site.open({ viewport: { width: 1440, height: 600 } });
  await emptyPad(page);
  const [from, to] = await onPad(page, [
    [0.5, 0.5],
    [0.8, 0.5],
  ]);
  const top = await topOfPad(page);
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(...to, { steps: 5 });
  await page.mouse.wheel(0, 60);
  await until(
    () => topOfPad(page),
    (now) => now < top - 50,
    'a page that has scrolled',
  );
  await page.mouse.move(to[0] - 30, to[1], { steps: 5 });
  await page.mouse.move(...from, { steps: 5 });
  assert.equal(await opacityAt(page, from), 255, 'where the pen is now');
  assert.equal(await opacityAt(page, [from[0], from[1] - 60]), 255, 'where it was before');
  assert.equal(await opacityAt(page, [from[0], from[1] + 60]), 0, 'and nowhere else');
  await page.mouse.up();
  assert.equal(await opacityAt(page, from), 255);
});

test('ink stays under the pen when the pad changes its size during a stroke', async () => {
  const { page } = await site.open();
  await emptyPad(page);
  const before = await pad(page).boundingBox();
  await page.mouse.move(before.x + 60, before.y + 60);
  await page.mouse.down();
  await page.mouse.move(before.x + 100, before.y + 60, { steps: 3 });
  await page.setViewportSize({ width: 800, height: 900 });
  const after = await until(
    () => pad(page).boundingBox(),
    (box) => box.width < before.width - 50,
    'a smaller pad',
  );
  const place = [after.x + after.width * 0.8, after.y + after.height * 0.8];
  await page.mouse.move(...place, { steps: 5 });
  assert.equal(await opacityAt(page, place), 255);
  await page.mouse.up();
});

test('the pad adapts its resolution to the screen it is moved to, and keeps all its ink', async () => {
  const { page } = await site.open();
  await clearAndDraw(page);
  const seen = await seenPixels(page);
  const [side, ink] = [await pad(page).evaluate((canvas) => canvas.width), await inkedPixels(pad(page))];
  // The pad has the same size at all these widths. A change of the emulated density alone would not notify the page.
  for (const [density, width] of [
    [2, 1400],
    [3, 1300],
    [1, 1440],
  ]) {
    await moveToScreen(page, { width, height: 900, density });
    await until(
      () => pad(page).evaluate((canvas) => canvas.width),
      (now) => Math.abs(now - side * density) <= density,
      `${density} pixels for each`,
    );
    const share = (await inkedPixels(pad(page))) / ink / density ** 2;
    assert.ok(share > 0.98 && share < 1.02, `${share} of the ink`);
  }
  assert.ok(same(await seenPixels(page), seen), 'the same picture for the networks');
});

test('a right click on the pad opens no menu and draws nothing', async () => {
  const { page } = await site.open();
  await emptyPad(page);
  await page.evaluate(() =>
    window.addEventListener('contextmenu', (event) => (window.menuIsPrevented = event.defaultPrevented)),
  );
  await pad(page).click({ button: 'right' });
  assert.equal(await page.evaluate(() => window.menuIsPrevented), true);
  assert.equal(await inkedPixels(pad(page)), 0);
});

test('the eraser end of a pen erases, whatever tool is chosen', async () => {
  const { page } = await site.open();
  await clearAndDraw(page);
  const before = await inkedPixels(pad(page));
  await scribble(page, [three.slice(0, 5)], eraserEnd);
  assert.ok((await inkedPixels(pad(page))) < before * 0.75);
  assert.equal(await page.getByRole('button', { name: /Pen/ }).getAttribute('aria-pressed'), 'true');
  await draw(page, three.slice(0, 5));
  assert.ok((await inkedPixels(pad(page))) > before * 0.9, 'and its tip still draws');
});

const pixels = 784;

/** What most of the test digits nearest to a picture show. */
async function readDigit(ink) {
  const [images, labels] = await Promise.all(
    ['test-reference.idx', 'test-reference-labels.idx'].map((name) => dataFile(name)),
  );
  const nearest = Array.from(labels.subarray(8), (label, index) => {
    const image = images.subarray(16 + index * pixels, 16 + (index + 1) * pixels);
    return { label, distance: ink.reduce((sum, value, pixel) => sum + (value - image[pixel] / 255) ** 2, 0) };
  })
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 5)
    .map(({ label }) => label);
  return nearest.sort((a, b) => count(nearest, b) - count(nearest, a))[0];
}

const count = (list, value) => list.filter((one) => one === value).length;

/** Opens a page, and returns functions that press a key several times and wait for a status of the pad. */
async function openForKeys() {
  const { page, problems } = await site.open();
  const press = async (key, times = 1) => {
    for (let time = 0; time < times; time++) await page.keyboard.press(key);
  };
  const says = (text) => page.locator('.pad').getByRole('status').filter({ hasText: text }).waitFor();
  return { page, problems, press, says };
}

test('keys alone draw a one and a seven that the networks rebuild, and say where the pen is', async () => {
  const { page, problems, press, says } = await openForKeys();
  await page.locator('.wordmark').click();
  await press('Tab', 5);
  await page.getByText('Arrow keys move the pen').waitFor();

  await press('Shift+ArrowUp', 2);
  await says('Row 7, column 15 of 28, pen up');
  await press('Space');
  await says('Row 7, column 15 of 28, pen down');
  await press('ArrowDown', 15);
  await press('Escape');
  await says('Row 22, column 15 of 28, pen up');
  await allRebuilt(page);
  assert.equal(await readDigit(inkOf(await seenPixels(page))), 1);
  assert.ok(Number(await errorOf(page, 'deep-30')) < 0.006);

  await press('Control+z');
  await page.getByText('A sample. Draw your own digit here').waitFor();
  await press('c');
  await press('ArrowUp', 15);
  await press('ArrowLeft', 5);
  await says('Row 7, column 10 of 28, pen up');
  await press('Enter');
  await press('Shift+ArrowRight', 2);
  await press('ArrowRight', 2);
  await page.keyboard.down('ArrowDown');
  await press('ArrowLeft', 6);
  await page.keyboard.up('ArrowDown');
  await press('ArrowDown', 8);
  await says('Row 22, column 14 of 28, pen down');
  await allRebuilt(page);
  assert.equal(await readDigit(inkOf(await seenPixels(page))), 7, 'also while the pen is down');
  await press('Space');
  await allRebuilt(page);
  assert.equal(await readDigit(inkOf(await seenPixels(page))), 7);
  assert.ok(Number(await errorOf(page, 'deep-30')) < 0.006);
  assert.deepEqual(problems, []);
});

test('a stroke by keys is undone as a whole, even with the pen still down, and ends when the mouse draws', async () => {
  const { page, problems, press, says } = await openForKeys();
  await emptyPad(page);
  await press('Space');
  await press('ArrowRight', 5);
  await press('Control+z');
  await says('pen up');
  await until(
    () => inkedPixels(pad(page)),
    (ink) => ink === 0,
    'the whole stroke undone',
  );
  await press('Space');
  await press('ArrowRight');
  await draw(page, [
    [0.2, 0.8],
    [0.8, 0.8],
  ]);
  assert.equal(await page.locator('.key-cursor').count(), 0, 'the mouse takes over');
  await press('Control+z', 2);
  await until(
    () => inkedPixels(pad(page)),
    (ink) => ink === 0,
    'two steps to undo',
  );
  assert.deepEqual(problems, []);
});
