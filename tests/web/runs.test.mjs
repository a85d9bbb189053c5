// Training as a visitor steers it: changes on the way, several runs side by side, and what the page warns of.

import assert from 'node:assert/strict';
import { button, card, choose, dataFile, rebuiltPixels, same, siteOfFile, test, until } from './support/harness.mjs';
import {
  curveOf,
  inPhase,
  pastStep,
  phaseOf,
  runFigure,
  runInList,
  shippedTestFigure,
  testCurve,
  testFigure,
} from './support/training.mjs';

const site = siteOfFile();

test('settings may change while a network trains: the next step uses them, and the run notes where', async () => {
  const { page, problems } = await site.open({ query: '?threads=1&model=dense-128-32&rate=1e-30&steps=10000' });
  const picture = () => rebuiltPixels(page, 'dense-128-32');
  const before = await picture();
  await button(page, 'Start').click();
  await pastStep(page, 50);
  assert.ok(same(await picture(), before), 'no step changes the weights at a rate of almost 0');
  await choose(page, 'Learning rate', '0.001');
  await until(picture, (now) => !same(now, before), 'a changed picture');
  await choose(page, 'Loss', 'squared error');
  await choose(page, 'Batch', '8');
  await choose(page, 'Sparsity', '0.001');
  await until(
    async () => (await curveOf(page, 'training loss'))[1],
    (loss) => loss < 0.03,
    'the smaller numbers of the squared error',
  );
  const changes = await runInList(page, 1).locator('.run-changes li').allInnerTexts();
  assert.deepEqual(
    changes.map((text) => text.split(' from step')[0]),
    ['rate 0.001', 'loss squared error', 'batch 8', 'λ 0.001'],
  );
  assert.equal(await page.locator('.run').count(), 1, 'it is still the same run');
  await button(page, 'Pause').click();
  await inPhase(page, 'paused');
  assert.deepEqual(problems, []);
});

test('the plots show up to four runs with their names, which can be hidden and removed', async () => {
  const { page, problems } = await site.open({ query: '?threads=1' });
  const step = async (count) => {
    await button(page, 'Step').click();
    await until(
      () => runFigure(page, 'step'),
      (now) => now === count,
      `step ${count}`,
    );
    await inPhase(page, 'paused');
  };
  await step(1);
  await step(2);
  for (const number of [2, 3, 4, 5]) {
    await button(page, 'Reset').click();
    await inPhase(page, 'idle');
    await step(1);
    await runInList(page, number).waitFor();
  }
  const names = async () => (await page.locator('.run strong').allInnerTexts()).join();
  const inPlot = async () =>
    (await page.locator('[data-plot="training loss"] [role="img"]').getAttribute('aria-label'))
      .match(/Run \d/g)
      ?.join();
  const colours = () =>
    page.locator('.run').evaluateAll((all) => all.map((one) => one.style.getPropertyValue('--curve')));
  assert.equal(await names(), 'Run 2,Run 3,Run 4,Run 5');
  const before = await colours();
  assert.equal(new Set(before).size, 4);
  await button(page, 'Hide Run 3').click();
  assert.equal(await inPlot(), 'Run 2,Run 4,Run 5');
  await button(page, 'Hide Run 3').click();
  assert.equal(await inPlot(), 'Run 2,Run 3,Run 4,Run 5');
  await button(page, 'Remove Run 2').click();
  assert.equal(await names(), 'Run 3,Run 4,Run 5');
  assert.deepEqual(await colours(), before.slice(1), 'the others keep their colours');
  assert.deepEqual(problems, []);
});

test('a run that makes a network worse says so, and one button goes back and halves the rate', async () => {
  const { page, problems } = await site.open({ query: '?model=deep-30&rate=0.003&steps=100' });
  const shipped = await shippedTestFigure(page, 'deep-30');
  const worse = card(page, 'deep-30').getByText('worse than before on test digits');
  await button(page, 'Start').click();
  await inPhase(page, 'finished');
  await worse.waitFor();
  assert.ok(Number(await testFigure(page, 'deep-30')) > Number(shipped));
  const [best, after] = await curveOf(page, testCurve);
  assert.ok(after > best, `the first run went from ${best} to ${after}`);
  await page.getByText('This run gets worse instead of better').waitFor();
  await button(page, 'Go back to the best weights and halve the rate to 0.0015').click();
  await runInList(page, 2).waitFor();
  await inPhase(page, 'finished');
  const [before] = await curveOf(page, testCurve, /^Run 2: /);
  assert.equal(before, best, 'the second run starts from the best weights of the first');
  assert.match(await runInList(page, 2).innerText(), /rate\s0.0015/);
  await button(page, 'Reset').click();
  await until(
    () => testFigure(page, 'deep-30'),
    (text) => text === shipped,
    'the shipped figure',
  );
  assert.equal(await worse.count(), 0);
  assert.equal(await page.locator('.run-notice').count(), 0);
  await page.getByText('More models').click();
  await page.getByLabel('Layer sizes or a preset name').fill('simple-32');
  await button(page, 'Create').click();
  await choose(page, 'Sparsity', '0.01');
  await button(page, 'Start').click();
  await page.getByText('these units are dead').waitFor();
  await button(page, 'Go back to the best weights and lower λ to 0.001').click();
  await runInList(page, 4).getByText('λ 0.001').waitFor();
  assert.deepEqual(problems, []);
});

/** Leaves only the first `count` of the images that the page trains on. */
const fewImages = (count) => async (page) => {
  const idx = await dataFile('train-sample.idx');
  const few = idx.subarray(0, 16 + 784 * count);
  few.writeUInt32BE(count, 4);
  await page.route('**/train-sample.idx.gz', (route) => route.fulfill({ body: few }));
};

test('a network that learns a few images by heart is noticed, and one button gives it more', async () => {
  const { page, problems } = await site.open({ query: '?rate=0.001&steps=300', prepare: fewImages(8) });
  await button(page, 'Start').click();
  await page.getByText('These images are too few').waitFor();
  await button(page, 'Go back to the best weights and train on 10,000 digits (1.6 MB download)').click();
  await runInList(page, 2).waitFor();
  assert.equal(await page.getByRole('combobox', { name: 'Images' }).inputValue(), 'more');
  await inPhase(page, 'finished');
  assert.deepEqual(problems, []);
});

/** Makes the page believe that its tab is hidden: no frames, and timers that fire at most once a second. */
const hideTab = (page) =>
  page.evaluate(() => {
    const later = window.setTimeout;
    Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
    Object.defineProperty(document, 'hidden', { value: true });
    document.dispatchEvent(new Event('visibilitychange'));
    window.requestAnimationFrame = () => 0;
    window.setTimeout = (run, milliseconds, ...given) => later(run, Math.max(1000, milliseconds ?? 0), ...given);
  });

test('training goes on in a hidden tab, and on a phone it pauses after three minutes until the visitor goes on', async () => {
  const { page, problems } = await site.open({
    query: '?threads=1&steps=10000',
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    prepare: (opened) => opened.clock.install(),
    mayReuse: false,
  });
  await button(page, 'Start').tap();
  await pastStep(page, 0);
  await page.clock.fastForward('03:01');
  await page.getByText('Paused after three minutes').waitFor();
  await inPhase(page, 'paused');
  await button(page, 'Keep going').tap();
  await inPhase(page, 'running');
  await hideTab(page);
  await pastStep(page, (await runFigure(page, 'step')) + 200);
  assert.ok((await runFigure(page, 'images/s')) > 0);
  assert.match(await page.locator('[data-run="time left"] dd').innerText(), /^\d+ (s|min)/);
  assert.equal(await phaseOf(page), 'running');
  assert.deepEqual(problems, []);
});

test('the page says when a run begins as on the command line, and does not after a change of one setting', async () => {
  const { page, problems } = await site.open({ query: '?model=deep-30&steps=100' });
  const badge = (number) => runInList(page, number).getByText('reproduces the command line’s first 20 losses');
  await button(page, 'Start').click();
  await inPhase(page, 'finished');
  await badge(1).waitFor();
  for (const [number, label, option] of [
    [2, 'Batch', '64'],
    [3, 'Noise', 'none'],
  ]) {
    await button(page, 'Reset').click();
    await choose(page, 'Network', number === 2 ? 'Deep (deep-30)' : 'Denoising (denoising-256)');
    await choose(page, label, option);
    await button(page, 'Start').click();
    await runInList(page, number).waitFor();
    await inPhase(page, 'finished');
    assert.equal(await badge(number).count(), 0, label);
    await choose(page, 'Batch', '32');
  }
  await button(page, 'Reset').click();
  await choose(page, 'Noise', 'as in training');
  await button(page, 'Start').click();
  await badge(4).waitFor();
  assert.deepEqual(problems, []);
});
