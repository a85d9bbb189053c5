// The page works with every variant of the module.
import assert from 'node:assert/strict';
import {
  allErrors,
  clearAndDraw,
  errorOf,
  pressOnPad,
  shippedModels,
  siteOfFile,
  test,
  until,
} from '../support/harness.mjs';

const site = siteOfFile();

for (const [variant, threads, text] of [
  ['plain', 1, 'SIMD on one thread'],
  ['relaxed', 1, 'relaxed SIMD on one thread'],
  ['threads', 2, 'SIMD on 2 threads'],
  ['threads-relaxed', 3, 'relaxed SIMD on 3 threads'],
]) {
  test(`${variant}: a drawing is rebuilt and a network learns from it`, async () => {
    const query = `?module=${variant}&threads=${threads}`;
    const { page, problems } = await site.open({ query });
    await until(
      async () => page.url(),
      (url) => url.includes('model='),
      'the mirrored address',
    );
    assert.match(page.url(), new RegExp(`module=${variant}&threads=${threads}`));
    assert.match(await page.locator('.latency').innerText(), new RegExp(`WebAssembly with ${text}`));
    await clearAndDraw(page);
    const errors = await allErrors(page);
    assert.ok(
      errors.every((error) => Number(error) > 0 && Number(error) < 0.2),
      `${errors}`,
    );
    await pressOnPad(page, 'k');
    await page.locator('.thumbnail').waitFor();
    for (const [name, label] of [
      ['Images', 'your drawings (1) + MNIST (3,000)'],
      ['Steps', '100'],
    ]) {
      await page.getByRole('combobox', { name }).selectOption({ label });
    }
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.locator('.finetune[data-phase="finished"]').waitFor();
    const before = Number(errors[shippedModels.indexOf('dense-128-32')]);
    const after = () => errorOf(page, 'dense-128-32');
    await until(after, (error) => Number(error) < before / 2, 'a lower error of the drawing');
    assert.deepEqual(problems, []);
  });
}
