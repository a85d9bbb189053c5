// Tabs of "Look inside" that show a model's units, filters and components, compared with the core.

import assert from 'node:assert/strict';
import { clearAndDraw, dataFile, pixelsOf, same, siteOfFile, test, until } from '../support/harness.mjs';
import { inside, panel } from '../support/inside.mjs';
import { sessionOf } from '../support/module.mjs';

const site = siteOfFile();

test('units: activity, dead units and the digits at percentiles are those of the core', async () => {
  const { page, problems } = await inside(site, 'denoising-256', 'units');
  const session = await sessionOf('denoising-256');
  const { meanActivation, activeShare, dead } = session.unitStatistics().value;
  const unit = 6;
  await page.getByLabel('Unit of the code').fill(String(unit + 1));
  const figure = (name) => page.locator(`[data-figure="${name}"]`).innerText();
  assert.equal(await figure('mean-activation'), meanActivation[unit].toFixed(3));
  assert.match(await figure('active-share'), new RegExp(`^${(100 * activeShare[unit]).toFixed(1)} %`));
  assert.equal(await page.locator('[data-dead]').getAttribute('data-dead'), String(dead));
  const indices = session.percentileImages(unit, Float32Array.of(2, 10, 25, 50, 75, 90, 98)).value;
  assert.equal(new Set(indices).size, 7);
  const last = session.referenceImage(indices[6]).value;
  const inked = [...last].filter((value) => value > 0.5).length;
  const picture = page.getByLabel(`percentile 98 of unit ${unit + 1}`);
  await until(
    async () => (await pixelsOf(picture)).filter((value, index) => index % 4 === 0 && value < 136).length,
    (dark) => Math.abs(dark - inked) <= 2,
    'the digit of the core',
  );
  assert.deepEqual(problems, []);
});

test('units open on the one that varies most, and a dead unit is called dead instead of sorted', async () => {
  for (const model of ['sparse-1024', 'conv-nearest', 'pca-30']) {
    const { page, problems } = await inside(site, model, 'units');
    const values = (await sessionOf(model)).codePercentiles().value;
    const spreads = Array.from(
      { length: values.length / 101 },
      (_, unit) => values[unit * 101 + 95] - values[unit * 101 + 5],
    );
    const widest = spreads.indexOf(Math.max(...spreads)) + 1;
    await page.getByRole('heading', { name: `What unit ${widest} responds to` }).waitFor();
    const dead = spreads.findIndex((_, unit) => values[unit * 101] === values[unit * 101 + 100]) + 1;
    if (dead > 0) {
      await page.getByLabel('Unit of the code').fill(String(dead));
      await panel(page).getByText(`Unit ${dead} is dead`).waitFor();
      assert.equal(await page.getByLabel('percentile 98').count(), 0);
    }
    assert.deepEqual(problems, []);
    await site.closePages();
  }
});

test('filters that look like noise come with the reason, and those of a single layer do not', async () => {
  const { page, problems } = await inside(site, 'deep-30', 'filters');
  await panel(page).getByText('look like noise').waitFor();
  await page.getByRole('combobox', { name: 'Model' }).selectOption('simple-32');
  await page.getByRole('checkbox').waitFor();
  assert.equal(await panel(page).getByText('look like noise').count(), 0);
  assert.deepEqual(problems, []);
});

test('filters and dictionary of a single-layer model are complete, and shown page by page', async () => {
  const { page, problems } = await inside(site, 'simple-32', 'filters');
  const lists = panel(page).locator('.weight-images');
  await until(
    () => lists.count(),
    (count) => count === 2,
    'both',
  );
  const { activeShare } = (await sessionOf('simple-32')).unitStatistics().value;
  const busiest = activeShare.indexOf(Math.max(...activeShare)) + 1;
  const label = () => lists.first().locator('canvas').first().getAttribute('aria-label');
  await until(label, (text) => text === `Filter ${busiest}`, 'the most active unit first');
  await page.getByRole('checkbox').uncheck();
  await until(label, (text) => text === 'Filter 1', 'the units as they are numbered');
  for (const index of [0, 1]) assert.equal(await lists.nth(index).getAttribute('data-count'), '32');
  await page.getByRole('combobox', { name: 'Model' }).selectOption('deep-30');
  await until(
    () => lists.first().getAttribute('data-count'),
    (count) => count === '512',
    'the other model',
  );
  assert.equal(await lists.first().locator('canvas').count(), 64);
  const first = await pixelsOf(lists.first().locator('canvas').first());
  await page.getByRole('button', { name: 'Next' }).click();
  await until(
    () => pixelsOf(lists.first().locator('canvas').first()),
    (now) => !same(now, first),
    'the next page',
  );
  assert.equal(await lists.count(), 1, 'a decoder of several layers has no dictionary');
  assert.deepEqual(problems, []);
});

test('components: the slider rebuilds the digit as the core does, and more components rebuild it better', async () => {
  const { page, problems } = await inside(site, 'pca-30', 'components');
  const session = await sessionOf('pca-30');
  session.loadImages(await dataFile('test-sample.idx'));
  const digit = session.image(4).value;
  let last = Infinity;
  let picture = [];
  for (const count of [0, 5, 30]) {
    await page.getByLabel('Number of components').fill(String(count));
    const rebuilt = session.reconstructFirst(digit, count).value;
    const expected = session.compare(rebuilt, digit).value.meanSquaredError;
    await until(
      () => page.locator('[data-figure="first-mse"]').innerText(),
      (text) => text === expected.toFixed(4),
      `the error of ${count}`,
    );
    assert.ok(expected < last);
    last = expected;
    const now = await pixelsOf(page.locator('[data-picture="rebuilt"] canvas'));
    assert.ok(!same(now, picture));
    picture = now;
  }
  const explained = Number(await page.locator('[data-explained]').getAttribute('data-explained'));
  const sum = session.explainedVariance().value.reduce((total, share) => total + share, 0);
  assert.ok(Math.abs(explained - sum) < 1e-4 && explained > 0.7, `${explained}`);
  assert.deepEqual(problems, []);
});

test('PCA can be fitted on the page with more components while the pad stays responsive', async () => {
  const { page, problems } = await inside(site, 'pca-30', 'components');
  await page.getByRole('spinbutton', { name: 'Components' }).fill('60');
  await page.getByRole('button', { name: 'Fit PCA here' }).click();
  await clearAndDraw(page);
  await until(
    () =>
      page
        .locator('.weight-images')
        .getAttribute('data-count')
        .catch(() => ''),
    (count) => count === '60',
    'sixty components',
  );
  assert.equal(await page.getByLabel('Number of components').getAttribute('max'), '60');
  assert.match(await page.getByRole('combobox', { name: 'Model' }).locator('option:checked').innerText(), /pca-60/);
  assert.deepEqual(problems, []);
});

test('nearest digits: by code, by PCA and by pixels they are those that a plain search finds, with their distances', async () => {
  const { page, problems } = await inside(site, 'dense-128-32', 'nearest');
  const session = await sessionOf('dense-128-32');
  const images = Array.from({ length: 2000 }, (_, index) => session.referenceImage(index).value);
  const labels = (await dataFile('test-reference-labels.idx')).subarray(8);
  session.loadImages(await dataFile('test-sample.idx'));
  const drawn = session.image(4).value;
  const searched = (vectors, from) =>
    vectors
      .map((vector, index) => ({ label: labels[index], distance: Math.hypot(...vector.map((v, i) => v - from[i])) }))
      .sort((a, b) => a.distance - b.distance)
      .slice(0, 10);
  const codes = images.map((image) => session.encode(image).value);
  const pca = await sessionOf('pca-30');
  const codesOfPca = images.map((image) => pca.encode(image).value);
  for (const [name, expected] of [
    ['Nearest by pixels', searched(images, drawn)],
    ['Nearest by code', searched(codes, session.encode(drawn).value)],
    ['Nearest by PCA', searched(codesOfPca, pca.encode(drawn).value)],
  ]) {
    const items = page.getByRole('region', { name }).getByRole('listitem');
    await until(
      () => items.count(),
      (count) => count === 10,
      `ten digits ${name}`,
    );
    for (const [index, { label, distance }] of expected.entries()) {
      const [heading, detail] = await items.nth(index).locator('span').allInnerTexts();
      assert.equal(heading, String(label));
      assert.ok(Math.abs(Number(detail) - distance) <= 0.005 * distance + 1e-3, `${name} ${index}: ${detail}`);
    }
  }
  assert.deepEqual(problems, []);
});
