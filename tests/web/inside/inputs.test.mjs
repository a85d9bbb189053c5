import assert from 'node:assert/strict';
import { lookInside, pressOnPad, siteOfFile, test, until } from '../support/harness.mjs';

const site = siteOfFile();

const errorsOf = async (place) => {
  const texts = await place.locator('figcaption').allInnerTexts();
  return texts.filter((text) => /^\d/.test(text)).map(Number);
};
const fiveErrors = (row) =>
  until(
    () => errorsOf(row),
    (errors) => errors.length === 5,
    'five errors',
  );

test('at every noise level the denoiser has a lower error than the noisy input and the standard autoencoder', async () => {
  const { panel, problems } = await lookInside(site, 'denoising-256', 'noise-levels');
  const rows = (kind) => panel.locator(`[data-row="${kind}"]`);
  const noisy = await fiveErrors(rows('noisy'));
  const denoised = await fiveErrors(rows('chosen'));
  const standard = await fiveErrors(rows('other'));
  // These are the mean errors of clipped noise over the test set; that of a single digit is close.
  for (const [level, mean] of [0.0466, 0.1155, 0.1813, 0.2085, 0.2321].entries()) {
    assert.ok(Math.abs(noisy[level] - mean) < 0.03, `noisy ${noisy} at level ${level}`);
  }
  denoised.forEach((error, level) => {
    assert.ok(error < noisy[level] / 2, `denoised ${denoised} of ${noisy}`);
    assert.ok(error < standard[level], `denoised ${denoised}, standard ${standard}`);
  });
  assert.deepEqual(problems, []);
});

test('the errors at the noise levels change with the drawing, the noise and the model to compare with', async () => {
  const { panel, problems, drawAnew } = await lookInside(site, 'denoising-256', 'noise-levels');
  const row = panel.locator('[data-row="chosen"]');
  const first = await fiveErrors(row);
  await panel.getByRole('button', { name: 'New noise' }).click();
  const rerolled = await until(
    () => errorsOf(row),
    (errors) => errors.length === 5 && errors.join() !== first.join(),
    'other noise',
  );
  await drawAnew();
  await until(
    () => errorsOf(row),
    (errors) => errors.length === 5 && errors.join() !== rerolled.join(),
    'another digit',
  );
  await panel.getByRole('combobox', { name: 'Compare with' }).selectOption('pca-30');
  await until(
    () => panel.locator('[data-row="other"] h3').innerText(),
    (title) => title === 'PCA',
    'PCA to compare with',
  );
  assert.deepEqual(problems, []);
});

const percentilesOf = (panel, group) =>
  panel
    .locator(`[data-group="${group}"] .unfamiliar-pair[data-percentile]`)
    .evaluateAll((all) => all.map((one) => Number(one.dataset.percentile)));

test('clothes and noise have larger errors than 95 % of the test digits, but digits do not', async () => {
  const { panel, problems } = await lookInside(site, 'deep-30', 'not-a-digit');
  const six = (group) =>
    until(
      () => percentilesOf(panel, group),
      (all) => all.length === 6,
      `${group} ranked`,
    );
  assert.ok(Math.min(...(await six('noise'))) >= 99.9);
  const clothes = await six('clothes');
  assert.ok(Math.min(...clothes) > 95, `${clothes}`);
  const digits = await six('digits');
  assert.ok(Math.min(...digits) < 50 && Math.max(...digits) < 100, `${digits}`);
  await panel.getByRole('button', { name: 'More examples: Clothes' }).click();
  await until(
    () => percentilesOf(panel, 'clothes'),
    (all) => all.length === 6 && all.join() !== clothes.join(),
    'other clothes',
  );
  assert.deepEqual(problems, []);
});

test('the error gauge reads lower for a digit than for a drawing of an envelope', async () => {
  const { page, panel, problems, drawAnew } = await lookInside(site, 'deep-30', 'not-a-digit');
  const gauge = async () => Number(await panel.getByRole('meter').getAttribute('aria-valuenow'));
  const ofDigit = await until(gauge, (value) => value > 0, 'a gauge');
  assert.ok(ofDigit < 99, `${ofDigit}`);
  const envelope = [
    [0.1, 0.1],
    [0.9, 0.9],
    [0.9, 0.1],
    [0.1, 0.9],
    [0.1, 0.1],
    [0.9, 0.1],
    [0.9, 0.9],
    [0.1, 0.9],
  ];
  await drawAnew(envelope);
  await until(gauge, (value) => value > 99, 'a strange picture');
  await pressOnPad(page, 'c');
  await panel.getByText('Draw something').waitFor();
  assert.deepEqual(problems, []);
});

test('three decoders rebuild the drawing, and the switches of unpooling are shown as part of the code', async () => {
  const { page, panel, problems, drawAnew } = await lookInside(site, 'deep-30', 'decoders');
  const decoder = (name) => panel.locator(`[data-model="${name}"]`);
  const errorOfDecoder = async (name) => {
    const caption = await decoder(name).locator('figcaption').first().innerText();
    return Number(caption.replace('MSE ', ''));
  };
  const names = ['conv-transpose', 'conv-nearest', 'conv-unpool'];
  const errors = [];
  for (const name of names) {
    errors.push(
      await until(
        () => errorOfDecoder(name),
        (error) => error > 0,
        name,
      ),
    );
  }
  assert.ok(Math.max(...errors) < 0.04, `${errors}`);
  assert.equal(new Set(errors).size, 3, 'three decoders, three pictures');
  assert.match(await decoder('conv-nearest').locator('[data-decoder="code"]').innerText(), /4 × 7 × 7 = 196$/);
  assert.match(await decoder('conv-unpool').innerText(), /196 \+ 3,332 switches/);
  await panel.getByRole('img', { name: 'Loss after each epoch' }).waitFor();
  await drawAnew();
  await until(
    () => errorOfDecoder('conv-nearest'),
    (error) => error > 0 && error !== errors[1],
    'another',
  );
  assert.ok(await page.getByRole('combobox', { name: 'Model' }).isDisabled());
  assert.deepEqual(problems, []);
});
