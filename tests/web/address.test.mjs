import assert from 'node:assert/strict';
import { allRebuilt, noisyPixels, pressOnPad, same, siteOfFile, test, until } from './support/harness.mjs';

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
