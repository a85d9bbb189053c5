import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import {
  clearAndDraw,
  dataFile,
  everythingAnswered,
  inProject,
  nameless,
  pixelsOf,
  same,
  siteOfFile,
  test,
  until,
} from './support/harness.mjs';

const site = siteOfFile();

const panel = (page) => page.locator('#inside-panel');

/** The contents of a large canvas as a data URL, for comparison as a whole. */
const pictureOf = (canvas) => canvas.evaluate((element) => element.toDataURL());

/** Opens the page with a model in a tab of "Look inside", and scrolls the tab into sight. */
async function inside(model, tab, options = {}) {
  const opened = await site.open({ query: `?inside=${model}&tab=${tab}&digit=4`, ...options });
  await opened.page.locator('.inside').scrollIntoViewIfNeeded();
  return opened;
}

/** Waits until the chosen tab has its answers. */
async function contentShown(page) {
  await until(
    () => panel(page).innerText(),
    (text) => text.length > 40,
    'content',
  );
  await everythingAnswered(panel(page));
}

/** Opens the module without any page, and loads a shipped model and the test digits. */
async function sessionOf(model) {
  const { default: createModule } = await import(inProject('build/wasm/wasm/hourglass.js'));
  const session = new (await createModule()).Session();
  session.loadCheckpoint(await readFile(inProject(`web/public/models/${model}.safetensors`)));
  session.loadReference(await dataFile('test-reference.idx'));
  return session;
}

test('nothing of "Look inside" is fetched before it is in sight', async () => {
  const { page, problems } = await site.open();
  const fetched = () => page.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.name));
  assert.deepEqual(
    (await fetched()).filter((name) => /LayersTab|reference/.test(name)),
    [],
  );
  await page.locator('.inside').scrollIntoViewIfNeeded();
  await panel(page).locator('table').waitFor();
  assert.equal((await fetched()).filter((name) => /LayersTab.*js$/.test(name)).length, 1);
  assert.deepEqual(problems, []);
});

test('the layer table has the sizes and parameters that the core gives', async () => {
  const { page } = await inside('deep-30', 'layers');
  const rows = panel(page).locator('tbody tr');
  await rows.first().waitFor();
  const { layers } = JSON.parse((await sessionOf('deep-30')).summary().value);
  const shown = await rows.evaluateAll((all) => all.map((row) => row.lastElementChild.textContent));
  assert.deepEqual(
    shown.map((text) => Number(text.replaceAll(',', ''))),
    layers.map((layer) => layer.parameters),
  );
  assert.equal(await panel(page).locator('tfoot td').innerText(), '808,494');
});

test('another model can be chosen, and the address opens it again', async () => {
  const { page, problems } = await site.open();
  await page.locator('.inside').scrollIntoViewIfNeeded();
  await page.getByRole('combobox', { name: 'Model' }).selectOption('pca-30');
  await until(
    () => panel(page).locator('tfoot td').innerText(),
    (text) => text === '24,304',
    'PCA',
  );
  const search = await until(
    () => page.evaluate(() => location.search),
    (text) => /inside=pca-30&tab=layers/.test(text),
    'the address',
  );
  const again = await site.open({ query: search });
  const model = again.page.getByRole('combobox', { name: 'Model' });
  await until(
    () => model.inputValue(),
    (value) => value === 'pca-30',
    'PCA again',
  );
  assert.deepEqual([...problems, ...again.problems], []);
});

test('arrow keys move through the tabs, and each is fetched when it is first chosen', async () => {
  const { page, problems } = await inside('pca-30', 'layers');
  await page.getByRole('tab', { name: 'Layers' }).focus();
  const tabs = await page.getByRole('tab').count();
  for (let step = 1; step < tabs; step++) {
    await page.keyboard.press('ArrowRight');
    const selected = page.getByRole('tab', { selected: true });
    assert.ok(await selected.evaluate((tab) => tab === document.activeElement));
    await contentShown(page);
  }
  await page.keyboard.press('Home');
  await panel(page).locator('table').waitFor();
  assert.deepEqual(problems, []);
});

test('a convolutional model is drawn with the shapes of its feature maps and a code of 4 × 7 × 7', async () => {
  const { page, problems } = await site.open({ query: '?digit=4' });
  await page.getByText('More models').click();
  await page.getByLabel('Layer sizes or a name').fill('conv-unpool');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.locator('.model[data-model="fresh-1"]').waitFor();
  await page.locator('.inside').scrollIntoViewIfNeeded();
  await page.getByRole('combobox', { name: 'Model' }).selectOption('fresh-1');
  const diagram = page.locator('.diagram');
  await until(
    () =>
      diagram
        .locator('.diagram-code')
        .textContent({ timeout: 500 })
        .catch(() => ''),
    (text) => /4 × 7 × 7/.test(text),
    'the code',
  );
  assert.match(await diagram.getAttribute('aria-label'), /^1 × 28 × 28, then 16 × 28 × 28/);
  assert.match(await panel(page).innerText(), /196 numbers \+ [\d,]+ switches/);
  await page.getByRole('tab', { name: 'Network' }).click();
  const code = page.locator('.network-code .code-image');
  await code.waitFor();
  const hasSize = (canvas, size, what) =>
    until(
      () => canvas.evaluate((element) => `${element.width} × ${element.height}`),
      (now) => now === size,
      what,
    );
  await hasSize(code, '15 × 15', 'four maps of 7 × 7');
  const switches = page.locator('.switches .code-image');
  await hasSize(switches, '29 × 29', 'four maps of 14 × 14');
  const painted = await until(
    () => pixelsOf(switches),
    (pixels) => new Set(pixels).size > 10,
    'the switches',
  );
  await clearAndDraw(page);
  await until(
    () => pixelsOf(switches),
    (now) => !same(now, painted),
    'other switches',
  );
  assert.deepEqual(problems, []);
});

test('the network tab follows the pen: its code and its nodes change with the drawing', async () => {
  const { page, problems } = await inside('deep-30', 'network');
  const [code, nodes] = [page.locator('.network-code .code-image'), page.locator('.graph canvas').nth(1)];
  await nodes.waitFor();
  const before = await until(
    () => pixelsOf(code),
    (pixels) => new Set(pixels).size > 10,
    'a code',
  );
  const nodesBefore = await pictureOf(nodes);
  await clearAndDraw(page);
  await until(
    () => pixelsOf(code),
    (now) => !same(now, before),
    'another code',
  );
  await until(
    () => pictureOf(nodes),
    (now) => now !== nodesBefore,
    'other nodes',
  );
  assert.deepEqual(problems, []);
});

test('the toy network responds to its six inputs', async () => {
  const { page, problems } = await inside('deep-30', 'network');
  await page.getByText('toy-6-3-6').click();
  const nodes = page.locator('.toy .graph canvas').nth(1);
  const before = await pictureOf(nodes);
  await page.getByLabel('Input 2').fill('1');
  await until(
    () => pictureOf(nodes),
    (now) => now !== before,
    'other nodes',
  );
  assert.deepEqual(problems, []);
});

test('units: activity, dead units and the digits at percentiles are those of the core', async () => {
  const { page, problems } = await inside('denoising-256', 'units');
  const session = await sessionOf('denoising-256');
  const { meanActivation, activeShare, dead } = session.unitStatistics().value;
  const unit = 6;
  await page.getByLabel('Unit of the code').fill(String(unit + 1));
  const figure = (name) => page.locator(`[data-figure="${name}"]`).innerText();
  assert.equal(await figure('mean-activation'), meanActivation[unit].toFixed(3));
  assert.match(await figure('active-share'), new RegExp(`^${(100 * activeShare[unit]).toFixed(1)} %`));
  assert.equal(await page.locator('[data-dead]').getAttribute('data-dead'), String(dead));
  const indices = session.percentileGallery(unit, Float32Array.of(2, 10, 25, 50, 75, 90, 98)).value;
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

test('filters and dictionary of a single-layer model are complete, and shown page by page', async () => {
  const { page, problems } = await inside('simple-32', 'filters');
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
  const { page, problems } = await inside('pca-30', 'components');
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
  const { page, problems } = await inside('pca-30', 'components');
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

test('curves show the recorded losses of several models and the line of PCA', async () => {
  const { page, problems } = await inside('simple-32', 'curves');
  const names = panel(page).locator('.curve-names');
  await until(
    () => names.innerText().catch(() => ''),
    (text) => /Simple/.test(text),
    'the names',
  );
  assert.match(await names.innerText(), /Denoising/);
  assert.match(await names.innerText(), /PCA-32/);
  const canvas = panel(page).locator('.curve-plot canvas');
  const before = await pictureOf(canvas);
  await panel(page).getByRole('button', { name: 'Denoising', exact: true }).click();
  await until(
    () => pictureOf(canvas),
    (now) => now !== before,
    'one curve less',
  );
  assert.doesNotMatch(await names.innerText(), /Denoising\n/);
  await page.getByRole('combobox', { name: 'Model' }).selectOption('dense-128-32');
  await until(
    () => names.innerText(),
    (text) => /a perfect copy/.test(text),
    'the floor of cross-entropy',
  );
  assert.deepEqual(problems, []);
});

test('every control and picture in "Look inside" has an accessible name', async () => {
  const { page } = await inside('simple-32', 'layers');
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click();
    await contentShown(page);
    assert.deepEqual(await nameless(page), [], await tab.innerText());
  }
});

test('no tab scrolls the page sideways, on a phone or a desktop', async () => {
  const { page } = await inside('pca-30', 'layers');
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click();
    await contentShown(page);
    for (const width of [360, 390, 768, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(overflow, 0, `${await tab.innerText()} at ${width} px`);
    }
  }
});
