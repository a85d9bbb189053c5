import assert from 'node:assert/strict';
import {
  allErrors,
  allRebuilt,
  noisyPixels,
  pressOnPad,
  same,
  seenPixels,
  shippedModels,
  siteOfFile,
  test,
  until,
} from './support/harness.mjs';
import { errorsOfModule } from './support/module.mjs';

const site = siteOfFile();

test('noise changes the network input and every error, and new noise differs', async () => {
  const { page, problems } = await site.open();
  const clean = await seenPixels(page);
  const errors = await allErrors(page);
  assert.equal(await page.locator('.seen canvas').count(), 1, 'one picture of the input without noise');
  let earlier = clean;
  for (const kind of ['Gaussian', 'Masking', 'Salt & pepper']) {
    await page.getByRole('radio', { name: kind }).check();
    await until(
      () => noisyPixels(page),
      (now) => !same(now, earlier),
      kind,
    );
    earlier = await noisyPixels(page);
  }
  await allRebuilt(page);
  assert.ok(
    (await allErrors(page)).every((error, index) => error !== errors[index]),
    'new errors',
  );
  assert.ok(same(clean, await seenPixels(page)), 'the clean picture stays');
  const first = await noisyPixels(page);
  await pressOnPad(page, 'n');
  await until(
    () => noisyPixels(page),
    (now) => !same(now, first),
    'new noise',
  );
  assert.deepEqual(problems, []);
});

test('errors are measured against the clean digit, as in the module, and lowest for the denoiser', async () => {
  const query = '?noise=gaussian&level=0.6&seed=3&digit=8';
  const { page } = await site.open({ query });
  assert.deepEqual(await allErrors(page), await errorsOfModule(8, 'gaussian:0.60', 3));
  const errors = (await allErrors(page)).map(Number);
  assert.equal(shippedModels[errors.indexOf(Math.min(...errors))], 'denoising-256');
});
