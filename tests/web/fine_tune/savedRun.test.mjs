// A run on the visitor's drawings: its files for the command line, and the two errors against each other.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { idxOfImages, savedBy } from '../support/downloads.mjs';
import { button, choose, dataFile, inProject, siteOfFile, test, until } from '../support/harness.mjs';
import { inPhase, runFigure, runInList } from '../support/training.mjs';

const site = siteOfFile();
const program = inProject('build/native/native_cli/hourglass');

/** One digit again and again, more and more slanted, as handwriting that the networks do not know. */
async function slantedDigits(count) {
  const digit = (await dataFile('train-sample.idx')).subarray(16, 16 + 784);
  const pixels = Array.from({ length: count * 784 }, (_, index) => {
    const [image, row, column] = [Math.floor(index / 784), Math.floor(index / 28) % 28, index % 28];
    const from = column + Math.round((row - 14) * (0.4 + 0.05 * image));
    return from >= 0 && from < 28 ? digit[28 * row + from] : 0;
  });
  return Buffer.from(pixels);
}

/** The errors of a run before and after, from the list of runs. */
async function errorsOf(page, number) {
  const text = await runInList(page, number).innerText();
  const [, digits, drawings] = /test error (.+)\s+error on your drawings (.+)/.exec(text);
  return [digits, drawings].map((pair) => pair.split(' → ').map(Number));
}

/** How far the path goes on each axis, as a share of that axis. */
const pathOf = (page) =>
  page.locator('.error-path svg').evaluate((svg) => {
    const [, left, top, bottom, right] = /M(\S+) (\S+)V(\S+)H(\S+)/.exec(
      svg.querySelector('.error-path-axes').getAttribute('d'),
    );
    const at = (name) => ['cx', 'cy'].map((key) => Number(svg.querySelector(name).getAttribute(key)));
    const [start, now] = [at('.error-path-start'), at('.error-path-now')];
    return {
      right: (now[0] - start[0]) / (right - left),
      up: (start[1] - now[1]) / (bottom - top),
      isInShade: now[0] > Number(svg.querySelector('.error-path-worse').getAttribute('x')),
      dots: svg.querySelectorAll('.error-path-look').length,
      text: svg.getAttribute('aria-label'),
    };
  });

/** Checks that both axes show the changes of the errors in the same proportion. */
async function pathFits(page, number) {
  const [digits, drawings] = await errorsOf(page, number);
  const [digitsChange, drawingsChange] = [digits, drawings].map(([before, after]) => after / before - 1);
  const found = await pathOf(page);
  const expected = (found.up * digitsChange) / drawingsChange;
  assert.ok(Math.abs(found.right - expected) < 0.01, `${found.right} to the right, expected ${expected}`);
  assert.equal(Math.sign(found.up), Math.sign(drawingsChange));
  assert.equal(found.isInShade, digitsChange > 0.02);
  return found;
}

const saveRun = (t, page) => savedBy(t, page, () => button(page, 'Save with optimiser state').click(), 2);

/** Presses a button and waits until the run has finished after that many steps. */
async function trainBy(page, name, steps) {
  await button(page, name).click();
  await until(
    () => runFigure(page, 'step'),
    (now) => now === steps,
    `${steps} steps`,
  );
  await inPhase(page, 'finished');
}

/** Continues the run on the page, and again from its file, and compares what they lead to. */
async function continuesTheSame(t, page, file) {
  await trainBy(page, 'Continue', 600);
  const straight = await saveRun(t, page);
  await page.getByLabel('Model file').setInputFiles([{ name: 'run.safetensors', mimeType: '', buffer: file }]);
  await choose(page, 'Network', 'dense-128-32 (run.safetensors)');
  await trainBy(page, 'Continue its run', 300);
  const resumed = await saveRun(t, page);
  assert.ok(resumed.contents[0].equals(straight.contents[0]), 'both led to the same weights and moments');
  await choose(page, 'Network', 'Dense (dense-128-32)');
}

test('a run on drawings shows what it forgets, and goes on where it stopped on the command line', async (t) => {
  const { page, problems } = await site.open({ query: '?threads=1&images=drawings&steps=300&rate=0.0003' });
  await page
    .getByLabel('Files of drawings')
    .setInputFiles([{ name: 'mine.idx', mimeType: '', buffer: idxOfImages(await slantedDigits(8)) }]);
  await page.locator('.thumbnail').nth(7).waitFor();
  assert.equal(await page.locator('.error-path').count(), 0);
  await button(page, 'Start').click();
  await inPhase(page, 'finished');
  const learned = await pathFits(page, 1);
  assert.match(learned.text, /forgets nothing of MNIST\.$/);
  assert.ok(learned.up < -0.05 && !learned.isInShade);
  assert.match(learned.text, new RegExp(`, ${learned.dots} measurements`));

  await page.getByText('Run it on the command line').click();
  const { folder, names, contents } = await saveRun(t, page);
  assert.deepEqual(names, ['dense-128-32-tuned-run.safetensors', 'train-images-idx3-ubyte']);
  assert.equal(contents[1].readUInt32BE(4), 6000, 'half of the images are drawings');
  const command = await page.getByRole('textbox', { name: 'Command to continue' }).inputValue();
  writeFileSync(path.join(folder, 'continue.sh'), command.replace(/^hourglass/, program));
  const log = execFileSync('sh', ['continue.sh'], { cwd: folder, encoding: 'utf8' });
  assert.match(log, /epoch 2\/5/, 'it was in its second epoch');
  assert.match(log, /epoch 5\/5/);

  await continuesTheSame(t, page, contents[0]);
  await button(page, 'Reset').click();
  await choose(page, 'Learning rate', '0.003');
  await button(page, 'Start').click();
  await runInList(page, 3).waitFor();
  await until(
    () => page.locator('.error-path-look').count(),
    (count) => count > 1,
    'a path',
  );
  await inPhase(page, 'finished');
  assert.match((await pathFits(page, 3)).text, /forgets some of MNIST\.$/);
  assert.deepEqual(problems, []);
});
