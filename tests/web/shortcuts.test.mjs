import assert from 'node:assert/strict';
import {
  clearAndDraw,
  dataFile,
  inkedPixels,
  pressOnPad,
  siteOfFile,
  test,
  until,
  viewsLoaded,
} from './support/harness.mjs';

const site = siteOfFile();

const pad = (page) => page.locator('.pad-canvas');

test('letter keys work only while the pad has focus, which a stroke gives it; Ctrl+Z works on the whole page', async () => {
  const { page, problems } = await site.open();
  await clearAndDraw(page);
  assert.ok(await pad(page).evaluate((canvas) => canvas === document.activeElement));
  const ink = await inkedPixels(pad(page));
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);

  await page.evaluate(() => document.activeElement.blur());
  for (const key of ['c', 't', 'd', '3', 'e']) await page.keyboard.press(key);
  await page.getByRole('button', { name: 'Keep' }).focus();
  for (const key of ['c', 't', 'd', '3', 'e']) await page.keyboard.press(key);
  assert.equal(await inkedPixels(pad(page)), ink, 'the drawing stays');
  assert.equal(await theme(), 'light');
  assert.equal(await page.getByRole('button', { name: /Eraser/ }).getAttribute('aria-pressed'), 'false');
  await page.keyboard.press('Control+z');
  await until(
    () => inkedPixels(pad(page)),
    (now) => now === 0,
    'undo',
  );
  await page.keyboard.press('Control+Shift+z');
  await until(
    () => inkedPixels(pad(page)),
    (now) => now === ink,
    'redo',
  );

  await page.locator('.model[data-model="deep-30"]').getByRole('button', { name: /About/ }).click();
  await page.getByRole('dialog').waitFor();
  for (const key of ['c', 't', 'Control+z']) await page.keyboard.press(key);
  assert.equal(await inkedPixels(pad(page)), ink, 'also under a dialog');
  assert.equal(await theme(), 'light');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await pressOnPad(page, 't');
  assert.equal(await theme(), 'dark');
  assert.deepEqual(problems, []);
});

test('on layouts without Latin letters, shortcuts depend on the position of a key', async () => {
  const { page } = await site.open();
  await clearAndDraw(page);
  const ink = await inkedPixels(pad(page));
  const press = (key, code, ctrlKey = false) =>
    pad(page).evaluate((canvas, init) => canvas.dispatchEvent(new KeyboardEvent('keydown', init)), {
      key,
      code,
      ctrlKey,
      bubbles: true,
      cancelable: true,
    });
  await press('с', 'KeyC');
  await until(
    () => inkedPixels(pad(page)),
    (now) => now === 0,
    'a pad cleared by a Cyrillic letter',
  );
  await press('я', 'KeyZ', true);
  await until(
    () => inkedPixels(pad(page)),
    (now) => now === ink,
    'undo',
  );
});

test('a digit key on the focused pad puts a test digit of that number on it', async () => {
  const { page } = await site.open();
  const labels = (await dataFile('test-reference-labels.idx')).subarray(8);
  for (const digit of [3, 8, 0]) {
    await pressOnPad(page, String(digit));
    const address = await until(
      () => page.url(),
      (url) => labels[Number(new URL(url).searchParams.get('digit') ?? -1)] === digit,
      `a ${digit} on the pad`,
    );
    assert.match(address, /digit=\d+/);
  }
});

test('the list of shortcuts says which of them need the focus', async () => {
  const { page } = await site.open();
  const list = page.getByText('Keyboard shortcuts');
  await list.scrollIntoViewIfNeeded();
  await viewsLoaded(page);
  await list.click();
  await page.getByText('While the pad has focus').waitFor();
  const clear = page.getByRole('toolbar', { name: 'Drawing tools' }).getByRole('button', { name: /Clear/ });
  assert.match(await clear.getAttribute('title'), /while the pad has focus/);
});
