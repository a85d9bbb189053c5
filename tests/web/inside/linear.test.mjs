import assert from 'node:assert/strict';
import { lookInside, recordTexts, siteOfFile, test, until } from '../support/harness.mjs';
import { openView } from '../support/inside.mjs';

const site = siteOfFile();

const button = (panel, name) => panel.getByRole('button', { name, exact: true });

const textOf = (panel, name) => panel.locator(`[data-run="${name}"] dd`);
const numberOf = (text) => (text === '–' ? null : Number(text.replace(/[,°]/g, '')));
const figure = async (panel, name) => numberOf(await textOf(panel, name).innerText());
const largest = (panel) => figure(panel, 'largest angle');

/** Records the angles of the next run, because a slow test might miss the first one. */
async function firstAngle(panel) {
  const texts = await recordTexts(textOf(panel, 'largest angle'));
  return async () => (await texts()).map(numberOf).find((angle) => angle !== null);
}

test('a linear network converges to PCA within 10,000 steps: its largest angle falls below ten degrees', async () => {
  const { panel, problems } = await lookInside(site, 'pca-30', 'linear');
  const invitation = panel.getByText('linear-10: press Train');
  await invitation.waitFor();
  const first = await firstAngle(panel);
  await button(panel, 'Train').click();
  await invitation.waitFor({ state: 'detached' });
  await until(
    () => largest(panel),
    (angle) => angle !== null && angle < 10,
    'a small angle',
  );
  await button(panel, 'Pause').click();
  await button(panel, 'Resume').waitFor();
  assert.ok((await first()) > 45, `${await first()}° at first`);
  assert.ok((await figure(panel, 'step')) < 10000, `${await figure(panel, 'step')} steps`);
  assert.ok((await figure(panel, 'mean angle')) <= (await largest(panel)));
  assert.deepEqual(problems, []);
});

test('training of the linear network can be paused, resumed, given another learning rate and reset', async () => {
  const { panel, problems, drawAnew } = await lookInside(site, 'pca-30', 'linear');
  const step = () => figure(panel, 'step');
  const after = (than, what) => until(step, (now) => now > than, what);
  await panel.getByRole('combobox', { name: 'Units (K)' }).selectOption('5');
  await button(panel, 'Train').click();
  await after(100, 'a hundred steps');
  await button(panel, 'Pause').click();
  await button(panel, 'Resume').waitFor();
  const paused = await step();
  await drawAnew();
  assert.equal(await step(), paused, 'a paused run stands still');
  await button(panel, 'Resume').click();
  const resumed = await after(paused, 'further steps');
  await panel.getByRole('combobox', { name: 'Learning rate' }).selectOption('0.001');
  await after(resumed, 'steps at another rate');
  await button(panel, 'Reset').click();
  await until(step, (now) => now === null, 'nothing learned');
  const first = await firstAngle(panel);
  await button(panel, 'Train').click();
  await until(
    () => largest(panel),
    (angle) => angle !== null,
    'an angle',
  );
  assert.ok((await first()) > 45, `${await first()}° after a reset`);
  assert.deepEqual(problems, []);
});

test('a reset right after a change of the learning rate ends the training', async () => {
  const { page, panel, problems } = await lookInside(site, 'pca-30', 'linear');
  await button(panel, 'Train').click();
  await until(
    () => largest(panel),
    (angle) => angle !== null,
    'an angle',
  );
  await panel.evaluate((tab) => {
    const rate = [...tab.querySelectorAll('label')].find((label) => label.textContent.startsWith('Learning rate'));
    const select = rate.querySelector('select');
    select.value = '0.001';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    [...tab.querySelectorAll('button')].find((one) => one.textContent === 'Reset').click();
  });
  await button(panel, 'Train').waitFor();
  await page.waitForTimeout(500);
  assert.ok(await button(panel, 'Train').isVisible(), 'the training does not start again');
  assert.equal(await largest(panel), null);
  assert.deepEqual(problems, []);
});

test('the pad follows the pen while the linear network trains, and leaving the tab pauses the training', async () => {
  const { page, panel, problems, drawAnew } = await lookInside(site, 'pca-30', 'linear');
  await button(panel, 'Train').click();
  await until(
    () => largest(panel),
    (angle) => angle !== null,
    'an angle',
  );
  await drawAnew();
  await openView(page, 'Layers');
  await openView(page, 'Linear to PCA');
  await button(panel, 'Resume').waitFor();
  assert.deepEqual(problems, []);
});
