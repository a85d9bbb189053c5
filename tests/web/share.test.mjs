// The dialog "Share": a link to the view, and a picture of the comparison.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { scribble } from './support/hands.mjs';
import {
  allErrors,
  allRebuilt,
  button,
  clearAndDraw,
  emptyPad,
  pressOnPad,
  same,
  seenPixels,
  siteOfFile,
  test,
  testInChromium,
  train,
} from './support/harness.mjs';

const site = siteOfFile();

const dialog = (page) => page.getByRole('dialog', { name: 'Share' });
const linkField = (page) => dialog(page).getByLabel('Link to this view');
const openShare = (page) => button(page, 'Share').click();

/** Replaces a function of the browser that a test can neither look into nor switch off otherwise. */
const replace = (object, name, value) => (page) =>
  page.addInitScript(`Object.defineProperty(${object}, '${name}', { value: ${value}, configurable: true })`);

const sharesNothing = (page) => page.addInitScript('delete Navigator.prototype.share');

testInChromium('a copied link opens the same pixels and errors in a fresh profile', async () => {
  const { page, problems } = await site.open({ permissions: ['clipboard-read', 'clipboard-write'] });
  await clearAndDraw(page);
  await openShare(page);
  await button(page, 'Copy link').click();
  await dialog(page).getByText('Copied.').waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(await linkField(page).inputValue(), link);
  const again = await site.open({ query: new URL(link).search });
  assert.ok(same(await seenPixels(again.page), await seenPixels(page)));
  assert.deepEqual(await allErrors(again.page), await allErrors(page));
  assert.deepEqual([...problems, ...again.problems], []);
});

test('where the page may not copy, the link is selected', async () => {
  const { page } = await site.open({ prepare: replace('navigator', 'clipboard', 'undefined') });
  await openShare(page);
  await button(page, 'Copy link').click();
  await dialog(page).getByText('The text is selected').waitFor();
  const selected = await linkField(page).evaluate((field) => field.selectionEnd - field.selectionStart);
  assert.equal(selected, (await linkField(page).inputValue()).length);
});

/** Draws `count` short strokes, row by row. */
async function drawDashes(page, count) {
  await emptyPad(page);
  const dashes = Array.from({ length: count }, (_, index) => {
    const [x, y] = [0.06 + (index % 9) / 10, 0.06 + Math.floor(index / 9) / 10];
    return [
      [x, y],
      [x + 0.02, y + 0.02],
      [x + 0.03, y + 0.05],
      [x + 0.05, y + 0.05],
    ];
  });
  await scribble(page, dashes);
  await allRebuilt(page);
}

test('a drawing too long for a link is simplified until it fits, and the pad shows it as the link does', async () => {
  const { page } = await site.open();
  await drawDashes(page, 18);
  await openShare(page);
  const query = new URL(await linkField(page).inputValue()).search;
  const drawing = new URLSearchParams(query).get('drawing');
  assert.ok(drawing.length > 100 && drawing.length <= 200, `${drawing.length} characters`);
  await allRebuilt(page);
  const again = await site.open({ query });
  assert.ok(same(await seenPixels(again.page), await seenPixels(page)));
});

test('the dialog says what the link leaves out', async () => {
  const { page } = await site.open();
  await drawDashes(page, 80);
  await openShare(page);
  await dialog(page).getByText('too many strokes for a link').waitFor();
  assert.equal(new URL(await linkField(page).inputValue()).searchParams.get('drawing'), null);
  await page.keyboard.press('Escape');
  await pressOnPad(page, 'd');
  await train(page);
  await openShare(page);
  await dialog(page).getByText('your own or tuned weights').waitFor();
});

test('the picture of the comparison can be saved, in light colours whatever the theme', async () => {
  const { page } = await site.open({ colorScheme: 'dark', prepare: sharesNothing });
  await openShare(page);
  const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Save picture').click()]);
  assert.equal(download.suggestedFilename(), 'hourglass.png');
  const bytes = await readFile(await download.path());
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  assert.equal(bytes.toString('latin1', 1, 4), 'PNG');
  assert.ok(width >= 2000 && height >= 600, `${width} × ${height}`);
  const corner = await dialog(page)
    .locator('canvas')
    .evaluate((canvas) => [...canvas.getContext('2d').getImageData(4, 4, 1, 1).data]);
  assert.deepEqual(corner, [255, 255, 255, 255]);
  assert.equal(await button(page, 'Share picture').count(), 0);
});

test("a phone's share sheet gets the link and the picture", async () => {
  const prepare = async (page) => {
    await replace('Navigator.prototype', 'canShare', '() => true')(page);
    await replace(
      'Navigator.prototype',
      'share',
      '(content) => { window.shared = content; return Promise.resolve(); }',
    )(page);
  };
  const { page } = await site.open({ query: '?digit=7', prepare, viewport: { width: 390, height: 844 } });
  await openShare(page);
  await button(page, 'Share link').click();
  assert.match(await page.evaluate(() => window.shared.url), /[?&]digit=7/);
  await button(page, 'Share picture').click();
  await page.waitForFunction(() => window.shared.files?.[0].size > 10_000);
  assert.deepEqual(await page.evaluate(() => [window.shared.files[0].name, window.shared.files[0].type]), [
    'hourglass.png',
    'image/png',
  ]);
});

test('an empty pad has no picture to save, and the dialog works by keyboard', async () => {
  const { page } = await site.open();
  await emptyPad(page);
  await button(page, 'Share').focus();
  await page.keyboard.press('Enter');
  await linkField(page).waitFor();
  assert.equal(await button(page, 'Save picture').count(), 0);
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
});
