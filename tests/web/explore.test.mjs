import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inProject, startSite, until } from './harness.mjs';
import { readFile } from 'node:fs/promises';

let site;
before(async () => (site = await startSite()));
after(() => site.close());

const panel = (page) => page.locator('#explore-panel');

test('nothing of "Look inside" is fetched before it is in sight', async () => {
  const { page, problems, close } = await site.open();
  const fetched = () =>
    page.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.name));
  assert.deepEqual((await fetched()).filter((name) => /LayersTab|reference/.test(name)), []);
  await page.locator('.explore').scrollIntoViewIfNeeded();
  await panel(page).locator('table').waitFor();
  assert.equal((await fetched()).filter((name) => /LayersTab/.test(name)).length, 1);
  assert.deepEqual(problems, []);
  await close();
});

test('the layer table has the sizes and parameters that the core gives', async () => {
  const { page, close } = await site.open({ query: '?inside=deep-30&tab=layers' });
  await page.locator('.explore').scrollIntoViewIfNeeded();
  const rows = panel(page).locator('tbody tr');
  await rows.first().waitFor();
  const { default: createModule } = await import(inProject('build/wasm/wasm/hourglass.mjs'));
  const session = new (await createModule()).Session();
  session.loadCheckpoint(await readFile(inProject('web/public/models/deep-30.safetensors')));
  const { layers } = JSON.parse(session.summary().value);
  const shown = await rows.evaluateAll((all) => all.map((row) => row.lastElementChild.textContent));
  assert.deepEqual(shown.map((text) => Number(text.replaceAll(',', ''))), layers.map((layer) => layer.parameters));
  assert.equal(await panel(page).locator('tfoot td').innerText(), '808,494');
  await close();
});

test('another model is chosen, and the address opens it again', async () => {
  const { page, problems, close } = await site.open();
  await page.locator('.explore').scrollIntoViewIfNeeded();
  await page.getByRole('combobox', { name: 'Model' }).selectOption('pca-30');
  await until(() => panel(page).locator('tfoot td').innerText(), (text) => text === '24,304', 'PCA');
  const search = await until(
    () => page.evaluate(() => location.search),
    (text) => /inside=pca-30&tab=layers/.test(text),
    'the address',
  );
  await close();
  const again = await site.open({ query: search });
  assert.equal(await again.page.getByRole('combobox', { name: 'Model' }).inputValue(), 'pca-30');
  assert.deepEqual([...problems, ...again.problems], []);
  await again.close();
});
