import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { allRebuilt, clearAndDraw, errorOf, startSite, until } from './harness.mjs';

let site;
before(async () => (site = await startSite()));
after(() => site.close());

const phaseOf = (page) => page.locator('.finetune').getAttribute('data-phase');
const button = (page, name) => page.getByRole('button', { name, exact: true });
const choose = (page, label, option) =>
  page.getByRole('combobox', { name: label }).selectOption({ label: option });

async function runFigure(page, name) {
  const text = await page.locator(`[data-run="${name}"] dd`).innerText();
  return Number(text.split(' ')[0].replaceAll(',', ''));
}

async function inPhase(page, phase) {
  await until(() => phaseOf(page), (now) => now === phase, `the phase "${phase}"`, 20000);
}

async function pastStep(page, step) {
  await until(() => runFigure(page, 'step'), (now) => now > step, `a step after ${step}`, 20000);
}

async function keepThree(page) {
  await clearAndDraw(page);
  await page.keyboard.press('k');
  await page.locator('.thumbnail').waitFor();
}

test('fine-tuning on one kept drawing lowers its error; reset brings the old weights back', async () => {
  const { page, problems, close } = await site.open();
  await keepThree(page);
  const before = await errorOf(page, 'deep-30');
  const other = await errorOf(page, 'pca-30');
  await choose(page, 'Network', 'Deep (deep-30)');
  await choose(page, 'Images', 'mine (1)');
  await choose(page, 'Steps', '100');
  await button(page, 'Start').click();
  await pastStep(page, 0);
  const firstLoss = await runFigure(page, 'loss');
  await inPhase(page, 'finished');
  assert.ok((await runFigure(page, 'loss')) < firstLoss / 2, 'the loss falls');
  await until(() => errorOf(page, 'deep-30'), (now) => Number(now) < Number(before) / 2, 'less error');
  assert.equal(await errorOf(page, 'pca-30'), other, 'the other models stay as they were');
  await button(page, 'Reset').click();
  await until(() => errorOf(page, 'deep-30'), (now) => now === before, 'the old error');
  assert.equal(await phaseOf(page), 'idle');
  assert.deepEqual(problems, []);
  await close();
});

test('a run can be paused, resumed and continued', async () => {
  const { page, problems, close } = await site.open();
  await choose(page, 'Steps', '300');
  await button(page, 'Start').click();
  await pastStep(page, 20);
  await button(page, 'Pause').click();
  await inPhase(page, 'paused');
  const step = await runFigure(page, 'step');
  await page.waitForTimeout(400);
  assert.equal(await runFigure(page, 'step'), step, 'a paused run stands still');
  await button(page, 'Resume').click();
  await inPhase(page, 'finished');
  assert.equal(await runFigure(page, 'step'), 300);
  await button(page, 'Continue').click();
  await inPhase(page, 'finished');
  assert.equal(await runFigure(page, 'step'), 600);
  assert.deepEqual(problems, []);
  await close();
});

test('the pad stays live while a network trains: no gap between frames over 100 ms', async () => {
  const { page, problems, close } = await site.open();
  await choose(page, 'Network', 'Deep (deep-30)');
  await choose(page, 'Steps', '10,000');
  await button(page, 'Start').click();
  await pastStep(page, 10);
  await page.evaluate(() => {
    window.largestGap = 0;
    let last = performance.now();
    const frame = (now) => {
      window.largestGap = Math.max(window.largestGap, now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame((now) => {
      last = now;
      requestAnimationFrame(frame);
    });
  });
  const before = await runFigure(page, 'step');
  for (let round = 0; round < 3; round++) {
    await clearAndDraw(page);
    await page.waitForTimeout(300);
  }
  const gap = await page.evaluate(() => window.largestGap);
  console.log(`largest gap between frames while training: ${gap.toFixed(1)} ms`);
  assert.ok(gap < 100, `${gap} ms`);
  await pastStep(page, before);
  await button(page, 'Pause').click();
  await inPhase(page, 'paused');
  assert.deepEqual(problems, []);
  await close();
});

test('without a drawing, training on drawings says what is missing', async () => {
  const { page, close } = await site.open();
  await choose(page, 'Images', 'mine (0)');
  await button(page, 'Start').click();
  const alert = page.getByRole('alert');
  await alert.waitFor();
  assert.match(await alert.innerText(), /no images to train on/);
  assert.equal(await phaseOf(page), 'idle');
  await close();
});

test('kept drawings outlast a reload and can be removed', async () => {
  const { page, problems, close } = await site.open();
  await keepThree(page);
  await page.reload();
  await allRebuilt(page);
  await page.locator('.thumbnail').waitFor();
  await page.getByRole('button', { name: 'Remove drawing 1' }).click();
  await until(() => page.locator('.thumbnail').count(), (count) => count === 0, 'removal');
  await page.reload();
  await allRebuilt(page);
  assert.equal(await page.locator('.thumbnail').count(), 0);
  assert.deepEqual(problems, []);
  await close();
});
