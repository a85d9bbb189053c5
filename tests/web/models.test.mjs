import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { card, errorOf, inProject, modelFile, shippedModels, siteOfFile, test, until } from './support/harness.mjs';

const site = siteOfFile();

const manifest = JSON.parse(await readFile(inProject('web/public/models/manifest.json'), 'utf8'));
const isNumber = (text) => /^\d/.test(text);

const fetchedModels = (page) =>
  page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map((entry) => entry.name.split('/').at(-1))
      .filter((name) => name.endsWith('.safetensors')),
  );

async function openMore(page) {
  await page.getByText('More models').click();
  await page.getByRole('button', { name: 'Simple', exact: true }).waitFor();
}

async function begin(page, layers) {
  await openMore(page);
  await page.getByLabel('Layer sizes or a preset name').fill(layers);
  await page.getByRole('button', { name: 'Create' }).click();
}

test('only four models are fetched at first; choosing another fetches it, and it rebuilds the digit', async () => {
  const { page, problems } = await site.open({ query: '?digit=4' });
  assert.deepEqual((await fetchedModels(page)).sort(), shippedModels.map(modelFile).sort());
  await openMore(page);
  const choice = page.getByRole('button', { name: 'Simple', exact: true });
  await choice.click();
  await until(() => errorOf(page, 'simple-32').catch(() => ''), isNumber, 'its picture');
  assert.equal(await choice.getAttribute('aria-pressed'), 'true');
  assert.ok((await fetchedModels(page)).includes('simple-32.safetensors'));
  assert.ok(Number(await errorOf(page, 'simple-32')) < 0.03);
  await choice.click();
  await until(
    () => card(page, 'simple-32').count(),
    (count) => count === 0,
    'the card to be gone',
  );
  assert.deepEqual(problems, []);
});

test('every model of the manifest is offered, by family', async () => {
  const { page } = await site.open();
  await openMore(page);
  const offered = await page.locator('.families .choice').count();
  assert.equal(offered, manifest.models.length - shippedModels.length);
  const families = await page.locator('.families dt').allInnerTexts();
  assert.equal(new Set(families).size, families.length);
});

test('an address that names another shipped model for training opens it', async () => {
  const { page, problems } = await site.open({ query: '?digit=4&model=simple-32' });
  await until(() => errorOf(page, 'simple-32').catch(() => ''), isNumber, 'its picture');
  const network = page.getByRole('combobox', { name: 'Network' });
  await until(
    () => network.inputValue(),
    (value) => value === 'simple-32',
    'its choice',
  );
  assert.deepEqual(problems, []);
});

test('a model created from layer sizes starts with random weights and learns', async () => {
  const { page, problems } = await site.open({ query: '?digit=4' });
  await begin(page, '784 → 32 → 6');
  const fresh = await until(() => errorOf(page, 'fresh-1').catch(() => ''), isNumber, 'its picture');
  assert.ok(Number(fresh) > 0.1, 'it has learned nothing yet');
  assert.equal(await page.getByRole('combobox', { name: 'Network' }).inputValue(), 'fresh-1');
  await page.getByRole('combobox', { name: 'Steps' }).selectOption({ label: '300' });
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.locator('.finetune[data-phase="finished"]').waitFor();
  await until(
    () => errorOf(page, 'fresh-1'),
    (now) => Number(now) < Number(fresh) / 2,
    'less error',
  );
  assert.deepEqual(problems, []);
});

test('a convolutional preset created with random weights learns', async () => {
  const { page, problems } = await site.open({ query: '?digit=4' });
  await begin(page, 'conv-transpose');
  const fresh = await until(() => errorOf(page, 'fresh-1').catch(() => ''), isNumber, 'its picture');
  await page.getByRole('combobox', { name: 'Steps' }).selectOption({ label: '300' });
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await until(
    () => errorOf(page, 'fresh-1'),
    (now) => Number(now) < Number(fresh) / 2,
    'less error',
  );
  assert.deepEqual(problems, []);
});

test('invalid layers, and models that cannot be trained, give an error', async () => {
  const { page } = await site.open();
  await begin(page, '783 → 4');
  await page.getByRole('alert').filter({ hasText: '784' }).waitFor();
  for (const name of ['pca-12', 'toy-6-3-6']) {
    await page.getByLabel('Layer sizes or a preset name').fill(name);
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('alert').filter({ hasText: name }).waitFor();
  }
  assert.equal(await page.locator('.model').count(), 4);
});

test('the dialog about a model shows the recipe, the test results and the curve of the manifest', async () => {
  const { page, problems } = await site.open();
  const entry = manifest.models.find((model) => model.name === 'dense-128-32');
  await card(page, 'dense-128-32').getByRole('button', { name: 'About Dense' }).click();
  const dialog = page.getByRole('dialog');
  const text = await dialog.innerText();
  assert.ok(text.includes(entry.metrics.mse.toFixed(5)), 'the test error');
  assert.ok(text.includes(`${entry.history.length}, batches of ${entry.recipe.batch}`), 'the recipe');
  assert.ok(text.includes(entry.command), 'the command');
  assert.ok(text.includes('a perfect copy'), 'the floor of cross-entropy');
  for (const cost of [
    /128 bytes/,
    /multiply-adds\s*208,896/,
    new RegExp(await errorOf(page, 'dense-128-32')),
    /\d µs/,
  ]) {
    assert.match(text, cost);
  }
  await dialog.locator('.curve-plot canvas').waitFor();
  await page.keyboard.press('Escape');
  await until(
    () => dialog.count(),
    (count) => count === 0,
    'the dialog to be closed',
  );
  assert.deepEqual(problems, []);
});
