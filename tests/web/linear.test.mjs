import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { lookInside, startSite, until } from './harness.mjs';

let site;
before(async () => (site = await startSite()));
after(() => site.close());

const slow = 60000;
const button = (panel, name) => panel.getByRole('button', { name, exact: true });

async function figure(panel, name) {
  const text = await panel.locator(`[data-linear="${name}"] dd`).innerText();
  return text === '–' ? null : Number(text.replace(/[,°]/g, ''));
}

const largest = (panel) => figure(panel, 'largest angle');

test('a linear network turns into PCA within a minute: its largest angle falls under ten degrees', async () => {
  const { panel, problems, close } = await lookInside(site, 'pca-30', 'linear');
  await button(panel, 'Train').click();
  const first = await until(() => largest(panel), (angle) => angle !== null, 'an angle', slow);
  assert.ok(first > 45, `${first}° at first`);
  await until(() => largest(panel), (angle) => angle < 10, 'a small angle', slow);
  assert.ok((await figure(panel, 'mean angle')) <= (await largest(panel)));
  assert.deepEqual(problems, []);
  await close();
});

test('the training of the linear network pauses, goes on, takes another rate and starts over', async () => {
  const { page, panel, problems, close } = await lookInside(site, 'pca-30', 'linear');
  const step = () => figure(panel, 'step');
  const after = (than, what) => until(step, (now) => now > than, what, slow);
  await panel.getByRole('combobox', { name: 'Units (K)' }).selectOption('5');
  await button(panel, 'Train').click();
  await after(100, 'a hundred steps');
  await button(panel, 'Pause').click();
  await button(panel, 'Go on').waitFor();
  const paused = await step();
  await page.waitForTimeout(300);
  assert.equal(await step(), paused, 'a paused run stands still');
  await button(panel, 'Go on').click();
  const resumed = await after(paused, 'further steps');
  await panel.getByRole('combobox', { name: 'Learning rate' }).selectOption('0.001');
  await after(resumed, 'steps at another rate');
  await button(panel, 'Reset').click();
  await until(step, (now) => now === null, 'nothing learned');
  await button(panel, 'Train').click();
  const again = await until(() => largest(panel), (angle) => angle !== null, 'an angle', slow);
  assert.ok(again > 45, `${again}° after a reset`);
  assert.deepEqual(problems, []);
  await close();
});

test('the pad follows the pen while the linear network trains, and that rests when its tab is left', async () => {
  const { page, panel, problems, drawAnew, close } = await lookInside(site, 'pca-30', 'linear');
  await button(panel, 'Train').click();
  await until(() => largest(panel), (angle) => angle !== null, 'an angle', slow);
  await drawAnew();
  await page.getByRole('tab', { name: 'Layers', exact: true }).click();
  await page.getByRole('tab', { name: 'Linear to PCA' }).click();
  await button(panel, 'Go on').waitFor();
  assert.deepEqual(problems, []);
  await close();
});
