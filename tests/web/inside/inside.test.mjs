import assert from 'node:assert/strict';
import { everythingAnswered, nameless, siteOfFile, test, until } from '../support/harness.mjs';
import { inside, panel, pictureOf } from '../support/inside.mjs';
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
  const { page, problems } = await inside(site, 'pca-30', 'layers');
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
  const { page } = await inside(site, 'simple-32', 'layers');
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click();
    await contentShown(page);
    assert.deepEqual(await nameless(page), [], await tab.innerText());
  }
});

test('no tab scrolls the page sideways, on a phone or a desktop', async () => {
  const { page } = await inside(site, 'pca-30', 'layers');
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
