import assert from 'node:assert/strict';
import {
  allRebuilt,
  button,
  card,
  choose,
  clearAndDraw,
  errorOf,
  figuresShown,
  pixelsOf,
  pressOnPad,
  same,
  siteOfFile,
  storedDrawings,
  test,
  three,
  until,
} from './support/harness.mjs';
import {
  curveOf,
  drawingsCurve,
  inPhase,
  pastStep,
  phaseOf,
  plottedQuantities,
  runFigure,
  runInList,
  shippedTestFigure,
  testCurve,
  testFigure,
} from './support/training.mjs';

const site = siteOfFile();

/** Keeps `count` threes, each with a different slant. */
async function keepThrees(page, count) {
  for (let index = 0; index < count; index++) {
    const slant = 0.4 * (index / Math.max(1, count - 1) - 0.5);
    await clearAndDraw(
      page,
      three.map(([x, y]) => [x + slant * (y - 0.5), y]),
    );
    await pressOnPad(page, 'k');
    await until(
      () => page.locator('.thumbnail').count(),
      (kept) => kept === index + 1,
      'a kept drawing',
    );
  }
}

const keepThree = (page) => keepThrees(page, 1);

test('fine-tuning on one kept drawing lowers its error; reset brings the old weights back', async () => {
  const { page, problems } = await site.open();
  await keepThree(page);
  const before = await errorOf(page, 'deep-30');
  const other = await errorOf(page, 'pca-30');
  await choose(page, 'Network', 'Deep (deep-30)');
  await choose(page, 'Images', 'your drawings (1) + MNIST (3,000)');
  await choose(page, 'Steps', '100');
  await button(page, 'Start').click();
  await inPhase(page, 'finished');
  const [firstLoss, lastLoss] = await curveOf(page, 'training loss');
  assert.ok(lastLoss < firstLoss, `the loss falls from ${firstLoss} to ${lastLoss}`);
  await until(
    () => errorOf(page, 'deep-30'),
    (now) => Number(now) < 0.7 * Number(before),
    'less error',
  );
  assert.equal(await errorOf(page, 'pca-30'), other, 'the other models stay as they were');
  await button(page, 'Reset').click();
  await until(
    () => errorOf(page, 'deep-30'),
    (now) => now === before,
    'the old error',
  );
  assert.equal(await phaseOf(page), 'idle');
  assert.deepEqual(problems, []);
});

test('with its default settings fine-tuning keeps deep-30 as good on test digits, and its card shows the measured error', async () => {
  const { page, problems } = await site.open();
  const larger = [];
  page.on('request', (request) => request.url().includes('train-more') && larger.push(request.url()));
  await choose(page, 'Network', 'Deep (deep-30)');
  await button(page, 'Start').click();
  // The measured error may look the same as the shipped one, so the title tells which one is shown.
  const shown = card(page, 'deep-30').locator('.model-test', { hasText: /\d/ });
  await until(
    () => shown.getAttribute('title'),
    (title) => title.includes('500 test digits'),
    'a measured error while it trains',
  );
  assert.equal(await phaseOf(page), 'running');
  await inPhase(page, 'finished');
  assert.deepEqual(await plottedQuantities(page), ['training loss', testCurve]);
  const errors = /test error (\S+) → (\S+)/.exec(await runInList(page, 1).innerText());
  const [before, after] = errors.slice(1).map(Number);
  assert.ok(after <= 1.02 * before, `${before} before, ${after} after`);
  assert.deepEqual(
    await curveOf(page, testCurve),
    [before, after].map((error) => Number(error.toPrecision(3))),
  );
  assert.equal(await testFigure(page, 'deep-30'), after.toFixed(4));
  assert.match(await card(page, 'deep-30').locator('.model-test').getAttribute('title'), /500 test digits/);
  await button(page, 'About Deep').click();
  assert.match(await page.getByRole('dialog').innerText(), /Measured here on 500 test digits without noise/);
  assert.deepEqual(larger, [], 'more digits are fetched only when they are chosen');
  assert.deepEqual(problems, []);
});

test('fine-tuning on kept drawings and MNIST improves held-out drawings without harming test digits', async () => {
  const { page, problems } = await site.open();
  await keepThrees(page, 8);
  for (const [model, images] of [
    ['Deep (deep-30)', 'your drawings (8) + MNIST (3,000)'],
    ['Dense (dense-128-32)', 'your drawings (8) + MNIST (10,000)'],
  ]) {
    await choose(page, 'Network', model);
    await choose(page, 'Images', images);
    await choose(page, 'Steps', '300');
    await button(page, 'Start').click();
    await inPhase(page, 'finished');
    const [testBefore, testAfter] = await curveOf(page, testCurve);
    const [drawingsBefore, drawingsAfter] = await curveOf(page, drawingsCurve);
    assert.ok(testAfter <= 1.02 * testBefore, `${model}: ${testBefore} before, ${testAfter} after`);
    assert.ok(drawingsAfter < 0.9 * drawingsBefore, `${model}: ${drawingsBefore} before, ${drawingsAfter} after`);
    assert.deepEqual(await plottedQuantities(page), ['training loss', testCurve, drawingsCurve]);
  }
  assert.deepEqual(problems, []);
});

test('a network with random weights uses a higher learning rate, and its trained weights are not mixed with the old ones', async () => {
  const { page, problems } = await site.open();
  await page.getByText('More models').click();
  await page.getByLabel('Layer sizes or a preset name').fill('784-32');
  await button(page, 'Create').click();
  await card(page, 'fresh-1').waitFor();
  const rate = page.getByRole('combobox', { name: 'Learning rate' }).locator('option:checked');
  assert.equal(await rate.innerText(), 'auto (0.001)');
  await choose(page, 'Steps', '300');
  await button(page, 'Step').click();
  const seven = page.getByRole('img', { name: 'Test digit 7, rebuilt' });
  await seven.waitFor();
  const early = await pixelsOf(seven);
  await button(page, 'Resume').click();
  await inPhase(page, 'finished');
  await until(
    () => pixelsOf(seven),
    (now) => !same(now, early),
    'another picture of the test digit',
  );
  const [before, after] = await curveOf(page, testCurve);
  assert.ok(after < before / 2, `${before} before, ${after} after`);
  assert.deepEqual(problems, []);
});

/** Presses `first` and then Start in one go, before the worker can answer. */
const startRightAfter = (page, first) =>
  page.evaluate(async (what) => {
    const panel = document.querySelector('.finetune');
    const pressed = (name) => [...panel.querySelectorAll('button')].find((one) => one.textContent === name).click();
    if (what === 'Reset') {
      pressed('Reset');
    } else {
      const networks = panel.querySelector('select');
      networks.value = what;
      networks.dispatchEvent(new Event('change', { bubbles: true }));
    }
    // The page is drawn again in microtasks, and messages of the worker come later than those.
    for (let turn = 0; turn < 20; turn++) await null;
    pressed('Start');
  }, first);

test('Start may be pressed right after another network was chosen, and right after Reset', async () => {
  const { page, problems } = await site.open();
  await choose(page, 'Network', 'Deep (deep-30)');
  await choose(page, 'Steps', '100');
  await button(page, 'Start').click();
  await inPhase(page, 'finished');
  await startRightAfter(page, 'dense-128-32');
  await inPhase(page, 'finished');
  assert.match(await runInList(page, 2).innerText(), /Dense/);
  for (let again = 0; again < 3; again++) {
    await startRightAfter(page, 'Reset');
    await inPhase(page, 'finished');
    assert.equal(await runFigure(page, 'step'), 100);
  }
  assert.deepEqual(problems, []);
});

test('a network chosen before the page has loaded everything stays chosen', async () => {
  let release;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  const prepare = (page) =>
    page.route('**/models/manifest.json', async (route) => {
      await held;
      await route.continue();
    });
  const { page, problems } = await site.open({ prepare });
  await choose(page, 'Network', 'Deep (deep-30)');
  await choose(page, 'Steps', '100');
  await button(page, 'Start').click();
  release();
  // The shipped figure is in the manifest, so the page has read that once the figure is shown.
  await shippedTestFigure(page, 'pca-30');
  await inPhase(page, 'finished');
  assert.equal(await page.locator('.finetune').getAttribute('data-model'), 'deep-30');
  assert.deepEqual(problems, []);
});

/** Makes the page itself press Pause as soon as the run begins; a click by the test could come too late. */
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
  // This runs on one thread, because several threads that wait for each other are very slow on a busy machine.
  const { page, problems } = await site.open({ query: '?threads=1' });
  await choose(page, 'Steps', '300');
  await pauseOnceRunning(page);
  await button(page, 'Start').click();
  await inPhase(page, 'paused');
  const step = await runFigure(page, 'step');
  assert.ok(step > 0 && step < 300, `paused at step ${step}`);
  await clearAndDraw(page);
  assert.equal(await runFigure(page, 'step'), step, 'a paused run stands still');
  await button(page, 'Resume').click();
  await inPhase(page, 'finished');
  assert.equal(await runFigure(page, 'step'), 300);
  await button(page, 'Reset').click();
  await choose(page, 'Steps', '100');
  await button(page, 'Start').click();
  await inPhase(page, 'finished');
  assert.equal(await runFigure(page, 'step'), 100);
  await button(page, 'Continue').click();
  await until(
    () => runFigure(page, 'step'),
    (now) => now === 200,
    'a hundred further steps',
  );
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
  await choose(page, 'Images', 'your drawings (0) + MNIST (3,000)');
  await button(page, 'Start').click();
  const alert = page.getByRole('alert');
  await alert.waitFor();
  assert.match(await alert.innerText(), /no drawings to train on/);
  assert.equal(await phaseOf(page), 'idle');
});

test('kept drawings survive a reload and can be removed', async () => {
  const { page, problems } = await site.open();
  await keepThree(page);
  await until(
    () => storedDrawings(page),
    (count) => count === 1,
    'a stored drawing',
  );
  await page.reload();
  await allRebuilt(page);
  await page.locator('.thumbnail').waitFor();
  await page.getByRole('button', { name: 'Remove drawing 1' }).click();
  await until(
    () => page.locator('.thumbnail').count(),
    (count) => count === 0,
    'removal',
  );
  await until(
    () => storedDrawings(page),
    (count) => count === 0,
    'removal from the storage',
  );
  await page.reload();
  await allRebuilt(page);
  assert.equal(await page.locator('.thumbnail').count(), 0);
  assert.deepEqual(problems, []);
});
