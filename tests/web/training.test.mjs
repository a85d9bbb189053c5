import assert from 'node:assert/strict';
import {
  allRebuilt,
  clearAndDraw,
  errorOf,
  figuresShown,
  pressOnPad,
  siteOfFile,
  storedDrawings,
  test,
  three,
  until,
} from './harness.mjs';

const site = siteOfFile();

const phaseOf = (page) => page.locator('.finetune').getAttribute('data-phase');
const button = (page, name) => page.getByRole('button', { name, exact: true });
const choose = (page, label, option) =>
  page.getByRole('combobox', { name: label }).selectOption({ label: option });

/** The first and the last loss of a run, in the words of its plot. */
async function lossesOf(page) {
  const text = await page.locator('.loss-plot [role="img"]').getAttribute('aria-label');
  return text.match(/: (\S+) at step \d+, (\S+) at step \d+$/).slice(1).map(Number);
}

async function runFigure(page, name) {
  const text = await page.locator(`[data-run="${name}"] dd`).innerText();
  return Number(text.split(' ')[0].replaceAll(',', ''));
}

async function inPhase(page, phase) {
  await until(() => phaseOf(page), (now) => now === phase, `the phase "${phase}"`);
}

async function pastStep(page, step) {
  await until(() => runFigure(page, 'step'), (now) => now > step, `a step after ${step}`);
}

async function keepThree(page) {
  await clearAndDraw(page);
  await pressOnPad(page, 'k');
  await page.locator('.thumbnail').waitFor();
}

test('fine-tuning on one kept drawing lowers its error; reset brings the old weights back', async () => {
  const { page, problems } = await site.open();
  await keepThree(page);
  const before = await errorOf(page, 'deep-30');
  const other = await errorOf(page, 'pca-30');
  await choose(page, 'Network', 'Deep (deep-30)');
  await choose(page, 'Images', 'mine (1)');
  await choose(page, 'Steps', '100');
  await button(page, 'Start').click();
  await inPhase(page, 'finished');
  const [firstLoss, lastLoss] = await lossesOf(page);
  assert.ok(lastLoss < firstLoss / 2, `the loss falls from ${firstLoss} to ${lastLoss}`);
  await until(() => errorOf(page, 'deep-30'), (now) => Number(now) < Number(before) / 2, 'less error');
  assert.equal(await errorOf(page, 'pca-30'), other, 'the other models stay as they were');
  await button(page, 'Reset').click();
  await until(() => errorOf(page, 'deep-30'), (now) => now === before, 'the old error');
  assert.equal(await phaseOf(page), 'idle');
  assert.deepEqual(problems, []);
});

/** Presses Pause in the page itself, as soon as the run has begun: a slow test could come too late. */
const pauseOnceRunning = (page) =>
  page.evaluate(() => {
    const panel = document.querySelector('.finetune');
    const watcher = new MutationObserver(() => {
      const pause = [...panel.querySelectorAll('button')].find((one) => one.textContent === 'Pause');
      if (!pause || panel.querySelector('[data-run="step"] dd').textContent.startsWith('0')) return;
      watcher.disconnect();
      pause.click();
    });
    watcher.observe(panel, { attributes: true, characterData: true, childList: true, subtree: true });
  });

test('a run can be paused, resumed and continued', async () => {
  // On one thread: several that wait for each other take forever where other programs keep the cores.
  const { page, problems } = await site.open({ query: '?threads=1' });
  await choose(page, 'Network', 'Deep (deep-30)');
  await choose(page, 'Steps', '1,000');
  await pauseOnceRunning(page);
  await button(page, 'Start').click();
  await inPhase(page, 'paused');
  const step = await runFigure(page, 'step');
  assert.ok(step > 0 && step < 1000, `paused at step ${step}`);
  await clearAndDraw(page);
  assert.equal(await runFigure(page, 'step'), step, 'a paused run stands still');
  await button(page, 'Resume').click();
  await inPhase(page, 'finished');
  assert.equal(await runFigure(page, 'step'), 1000);
  await button(page, 'Reset').click();
  await choose(page, 'Steps', '100');
  await button(page, 'Start').click();
  await inPhase(page, 'finished');
  assert.equal(await runFigure(page, 'step'), 100);
  await button(page, 'Continue').click();
  await until(() => runFigure(page, 'step'), (now) => now === 200, 'a hundred further steps');
  await inPhase(page, 'finished');
  assert.deepEqual(problems, []);
});

test('a drawing is rebuilt while a network trains, and the training goes on', async () => {
  const { page, problems } = await site.open();
  await choose(page, 'Network', 'Deep (deep-30)');
  await choose(page, 'Steps', '10,000');
  await button(page, 'Start').click();
  await pastStep(page, 0);
  await clearAndDraw(page, three, figuresShown);
  assert.equal(await phaseOf(page), 'running', 'the drawing did not wait for the end of the run');
  await pastStep(page, await runFigure(page, 'step'));
  await button(page, 'Pause').click();
  await inPhase(page, 'paused');
  assert.deepEqual(problems, []);
});

test('without a drawing, training on drawings says what is missing', async () => {
  const { page } = await site.open();
  await choose(page, 'Images', 'mine (0)');
  await button(page, 'Start').click();
  const alert = page.getByRole('alert');
  await alert.waitFor();
  assert.match(await alert.innerText(), /no images to train on/);
  assert.equal(await phaseOf(page), 'idle');
});

test('kept drawings outlast a reload and can be removed', async () => {
  const { page, problems } = await site.open();
  await keepThree(page);
  await until(() => storedDrawings(page), (count) => count === 1, 'a stored drawing');
  await page.reload();
  await allRebuilt(page);
  await page.locator('.thumbnail').waitFor();
  await page.getByRole('button', { name: 'Remove drawing 1' }).click();
  await until(() => page.locator('.thumbnail').count(), (count) => count === 0, 'removal');
  await until(() => storedDrawings(page), (count) => count === 0, 'removal from the storage');
  await page.reload();
  await allRebuilt(page);
  assert.equal(await page.locator('.thumbnail').count(), 0);
  assert.deepEqual(problems, []);
});
