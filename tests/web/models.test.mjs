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

// Counted by hand from the layers: 784 → 128 → 32 → 128 → 784; and with unpooling, 4 maps of 7 × 7 numbers and a switch
// for each maximum of 16 maps of 14 × 14 and of 4 maps of 7 × 7 windows.
const weights = 784 * 128 + 128 * 32 + 32 * 128 + 128 * 784;
const biases = 128 + 32 + 128 + 784;
const costs = {
  'dense-128-32': { code: 4 * 32, weights: weights + biases, products: weights },
  'pca-30': { code: 4 * 30, weights: 784 * 30 + 784, products: 2 * 784 * 30 },
  'conv-unpool': { code: 4 * (4 * 7 * 7 + 16 * 14 * 14 + 4 * 7 * 7) },
};

/** The figures of a card that take more than one line or are not in sight beside its picture. */
const brokenFigures = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.model')].flatMap((model) => {
      const { left, right } = model.getBoundingClientRect();
      const rows = [...model.querySelectorAll('.model-figures div:not(.model-test, .model-error)')];
      const isWhole = (row) => {
        const [word, value] = [...row.children].map((part) => part.getBoundingClientRect());
        return value.top < word.bottom && word.left >= left && value.right <= right && word.right <= value.left;
      };
      const numbers = model.querySelector('.model-numbers').getBoundingClientRect();
      const broken = rows.filter((row) => !isWhole(row)).map((row) => row.innerText);
      if (numbers.left < left || numbers.right > right) broken.push('numbers');
      return rows.length === 4 ? broken : [`${rows.length} rows`];
    }),
  );

test('beside each picture stand its error, bytes, weights, multiply-adds and time, each in a line', async () => {
  const { page, problems } = await site.open({ query: '?digit=4&also=conv-unpool' });
  await until(() => errorOf(page, 'conv-unpool').catch(() => ''), isNumber, 'its picture');
  for (const [model, { code, weights, products }] of Object.entries(costs)) {
    const figure = async (name) => (await card(page, model).locator(`[data-figure="${name}"]`).innerText()).trim();
    assert.equal(await figure('code'), `${code.toLocaleString('en')} bytes`, model);
    assert.match(await figure('time'), /^[\d,]*[1-9][\d,]* µs$/);
    if (!weights) continue;
    assert.equal(await figure('weights'), weights.toLocaleString('en'), model);
    assert.equal(await figure('multiply-adds'), products.toLocaleString('en'), model);
  }
  assert.equal(
    await card(page, 'conv-unpool').locator('[data-figure="numbers"]').innerText(),
    '196 numbers + 3,332 switches',
  );
  for (const width of [320, 390, 640, 768, 1440]) {
    await page.setViewportSize({ width, height: 844 });
    assert.deepEqual(await brokenFigures(page), [], `at ${width} px`);
  }
  assert.deepEqual(problems, []);
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
