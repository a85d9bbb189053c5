import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import {
  everythingAnswered,
  inProject,
  nameless,
  pixelsOf,
  same,
  siteOfFile,
  test,
  until,
} from '../support/harness.mjs';
import { eachView, inside, panel, pictureOf } from '../support/inside.mjs';
import { sessionOf } from '../support/module.mjs';

const site = siteOfFile();

/** Waits until the chosen tab has its answers. */
async function contentShown(page) {
  await until(
    () => panel(page).innerText(),
    (text) => text.length > 40,
    'content',
  );
  await everythingAnswered(panel(page));
}

test('nothing of "Look inside" is fetched before it is in sight', async () => {
  const { page, problems } = await site.open();
  const fetched = () => page.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.name));
  const scripts = async () => new Set((await fetched()).filter((name) => /LayersTab.*js$/.test(name)));
  assert.deepEqual(
    (await fetched()).filter((name) => /LayersTab|reference/.test(name)),
    [],
  );
  await page.locator('.inside').scrollIntoViewIfNeeded();
  await panel(page).locator('table').waitFor();
  // The page may request it once more, to check what the host sends.
  assert.equal((await scripts()).size, 1);
  assert.deepEqual(problems, []);
});

test('the layer table has the sizes and parameters that the core gives', async () => {
  const { page } = await inside(site, 'deep-30', 'layers');
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

test('every layer shows its output for the drawing, and how it is computed: in a formula and in the lines of the core', async () => {
  const { page, problems } = await inside(site, 'conv-nearest', 'layers');
  const outputs = panel(page).locator('.layer-outputs canvas');
  const session = await sessionOf('conv-nearest');
  const { layers } = JSON.parse(session.summary().value);
  await outputs.nth(layers.length - 1).waitFor();
  assert.equal(await outputs.count(), layers.length);
  const sizes = await outputs.evaluateAll((all) => all.map(({ width, height }) => `${width} × ${height}`));
  assert.deepEqual([sizes[0], sizes[3], sizes.at(-1)], ['115 × 115', '15 × 15', '28 × 28']);
  const first = await until(
    () => pixelsOf(outputs.first()),
    (pixels) => new Set(pixels).size > 10,
    'the maps of the first layer',
  );
  await page.locator('.small-pad-canvas').press('d');
  await until(
    () => pixelsOf(outputs.first()),
    (pixels) => !same(pixels, first),
    'the maps of another digit',
  );
  await panel(page).getByText('Max-pooling', { exact: true }).click();
  await panel(page).locator('.layer-explanation').waitFor();
  const code = await panel(page).locator('.layer-explanation code').allInnerTexts();
  const source = await readFile(inProject('core/nn/layers/pooling.cpp'), 'utf8');
  for (const part of code) assert.ok(source.includes(part), part);
  assert.match(code.join(), /MaxPool2d::forward/);
  assert.match(await panel(page).locator('.formula math').textContent(), /=max/);
  assert.deepEqual(problems, []);
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

test('arrow keys move through the chapters and their views, each of which has text and content', async () => {
  const { page, problems } = await inside(site, 'pca-30', 'layers');
  const tabs = (list) => page.getByRole('tablist', { name: list }).getByRole('tab');
  const chosen = (list) => page.getByRole('tablist', { name: list }).getByRole('tab', { selected: true });
  const hasFocus = (tab) => tab.evaluate((element) => element === document.activeElement);
  const [chapters, seen] = [await tabs('Chapters').count(), []];
  assert.equal(chapters, 7);
  for (let chapter = 0; chapter < chapters; chapter++) {
    const title = (await chosen('Chapters').innerText()).replace(/^\d /, '');
    const text = page.getByRole('tabpanel', { name: title }).first();
    await text.getByRole('heading', { name: title, level: 3 }).waitFor();
    assert.match(await text.locator('p').first().innerText(), /\. .*\.$/, 'some sentences');
    await chosen('Views').focus();
    for (const views = await tabs('Views').count(); ; ) {
      seen.push(await chosen('Views').innerText());
      await contentShown(page);
      if (seen.length > 20 || (await tabs('Views').last().getAttribute('aria-selected')) === 'true') break;
      await page.keyboard.press('ArrowRight');
      assert.ok(views > 1 && (await hasFocus(chosen('Views'))));
    }
    await chosen('Chapters').focus();
    await page.keyboard.press('ArrowRight');
    assert.ok(await hasFocus(chosen('Chapters')));
  }
  assert.equal(new Set(seen).size, 16);
  assert.match(await chosen('Chapters').innerText(), /Squeeze/, 'after the last chapter comes the first');
  await page.keyboard.press('End');
  assert.match(await chosen('Chapters').innerText(), /The map/);
  await page.keyboard.press('Home');
  await panel(page).locator('table').waitFor();
  assert.deepEqual(problems, []);
});

const padSizes = [
  [320, 568],
  [844, 390],
  [1280, 780],
];

test('a small pad stays in sight at the end of a view, and draws on the same digit as the large one', async () => {
  const { page, problems } = await inside(site, 'deep-30', 'network');
  const [small, large] = ['.small-pad-canvas', '.pad-canvas'].map((pad) => page.locator(pad));
  await panel(page).locator('.effect').last().waitFor();
  for (const [width, height] of padSizes) {
    await page.setViewportSize({ width, height });
    await panel(page).evaluate((element) => element.scrollIntoView({ block: 'end' }));
    const isOnTop = ([x, y]) =>
      small.evaluate(
        (pad, place) => {
          const { left, top, width, height } = pad.getBoundingClientRect();
          return document.elementFromPoint(left + place[0] * width, top + place[1] * height) === pad;
        },
        [x, y],
      );
    for (const corner of [
      [0.05, 0.05],
      [0.95, 0.95],
    ]) {
      assert.ok(await isOnTop(corner), `${corner} of the pad at ${width} × ${height}`);
    }
  }
  const before = await pixelsOf(large);
  const number = panel(page).locator('.effect-unit + span').first();
  const drawn = await number.innerText();
  const { x, y, width } = await small.boundingBox();
  await page.mouse.move(x + 0.3 * width, y + 0.2 * width);
  await page.mouse.down();
  await page.mouse.move(x + 0.6 * width, y + 0.8 * width, { steps: 4 });
  await page.mouse.up();
  await until(
    () => number.innerText(),
    (text) => text !== drawn,
    'another code',
  );
  assert.ok(!same(await pixelsOf(large), before), 'the large pad shows the stroke');
  const tools = page.getByRole('group', { name: 'The pad, in small' });
  await small.press('c');
  await tools.getByText('Draw a digit here.').waitFor();
  await tools.getByRole('button', { name: /Undo/ }).click();
  await number.waitFor();
  assert.deepEqual(problems, []);
});

test('on a phone, one menu shows the view and opens any other, and the next chapter follows the last', async () => {
  const phone = { viewport: { width: 390, height: 844 } };
  const { page, problems } = await inside(site, 'deep-30', 'sliders', phone);
  const menu = page.getByRole('combobox', { name: 'Chapter and view' });
  assert.equal(await menu.locator('option:checked').innerText(), 'Code sliders');
  assert.equal(await page.getByRole('tab').count(), 0);
  await menu.selectOption({ label: 'Noise levels' });
  await panel(page).locator('[data-row="noisy"]').waitFor();
  await page.getByRole('button', { name: 'Go to chapter 4: Sparse' }).click();
  await page.getByRole('heading', { name: 'Sparse', exact: true }).waitFor();
  assert.equal(await menu.locator('option:checked').innerText(), 'Units');
  assert.ok(await page.getByRole('heading', { name: 'Look inside' }).isVisible());
  assert.deepEqual(problems, []);
});

const substitutes = [
  ['conv-unpool', 'sliders', /^You chose Unpooling, .*3,332 switches.* shows Upsampling instead\.$/],
  ['conv-unpool', 'map', /shows Upsampling instead/],
  ['conv-unpool', 'between', /shows Upsampling instead/],
  ['deep-30', 'components', /^You chose Deep, which has no components.* shows PCA instead\.$/],
  ['pca-30', 'curves', /^You chose PCA, which is computed in one step.* shows Deep instead\.$/],
];

for (const [model, view, sentence] of substitutes) {
  test(`the view "${view}" takes a fitting model instead of ${model}, and says so`, async () => {
    const { page, problems } = await inside(site, model, view);
    await until(
      () => panel(page).locator('.inside-substitute').innerText(),
      (text) => sentence.test(text),
      'a sentence about the other model',
    );
    await panel(page).locator('input[type="range"], .map-mark-yours, .curve-names').first().waitFor();
    assert.equal(await page.getByRole('combobox', { name: 'Model' }).inputValue(), model, 'the choice stays');
    assert.deepEqual(problems, []);
  });
}

test('curves show the recorded losses of several models and the line of PCA', async () => {
  const { page, problems } = await inside(site, 'simple-32', 'curves');
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
  assert.doesNotMatch(await names.innerText(), /^Denoising\s/m);
  await page.getByRole('combobox', { name: 'Model' }).selectOption('dense-128-32');
  await until(
    () => names.innerText(),
    (text) => /a perfect copy/.test(text),
    'the floor of cross-entropy',
  );
  assert.deepEqual(problems, []);
});

test('curves give their values at the epoch chosen by pointer or key', async () => {
  const { page, problems } = await inside(site, 'deep-30', 'curves');
  const { models } = JSON.parse(await readFile(inProject('web/public/models/manifest.json'), 'utf8'));
  const { history } = models.find(({ name }) => name === 'deep-30');
  const shows = (epoch) => {
    const loss = Number(history[epoch - 1].loss.toPrecision(3));
    return until(
      () => panel(page).locator('.curve-names li').first().innerText(),
      (text) => text.replace(/\s+/, ' ') === `Deep ${loss}`,
      `the loss of epoch ${epoch}`,
    );
  };
  await panel(page).locator('.curve-names').waitFor();
  await shows(history.length);
  const slider = page.getByRole('slider', { name: /the epoch whose values are listed/ });
  await slider.focus();
  await page.keyboard.press('Home');
  await shows(1);
  await page.keyboard.press('ArrowRight');
  await shows(2);
  await panel(page)
    .locator('.u-over')
    .hover({ position: { x: 2, y: 40 } });
  await shows(1);
  assert.equal(await slider.getAttribute('aria-valuetext'), 'epoch 1');
  assert.deepEqual(problems, []);
});

test('every control and picture in "Look inside" has an accessible name', async () => {
  const { page } = await inside(site, 'simple-32', 'layers');
  await eachView(page, async (name) => {
    await contentShown(page);
    assert.deepEqual(await nameless(page), [], name);
  });
});

test('no view scrolls the page sideways, on a phone or a desktop', async () => {
  const { page } = await inside(site, 'pca-30', 'layers');
  await eachView(page, async (name) => {
    await contentShown(page);
    for (const width of [320, 390, 768, 1120, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(overflow, 0, `${name} at ${width} px`);
    }
  });
});
