// A visitor's own handwriting: writing ten digits, training on them, and comparing before and after.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { savedBy } from './support/downloads.mjs';
import { kinds, written } from './support/handwriting.mjs';
import {
  allRebuilt,
  button,
  choose,
  draw,
  errorOf,
  inProject,
  pixelsOf,
  pressOnPad,
  same,
  siteOfFile,
  storedFields,
  test,
  until,
} from './support/harness.mjs';

const site = siteOfFile();

const program = inProject('build/native/native_cli/hourglass');

/** Presses a button that saves files. */
const save = (t, page, name, count = 1) =>
  savedBy(t, page, () => page.getByRole('button', { name }).first().click(), count);

const prompt = (page, text) => page.locator('.writing [role="status"]').filter({ hasText: text }).waitFor();
const labels = (page) => page.locator('.thumbnail-label').evaluateAll((all) => all.map(({ value }) => value));

async function write(page, digit) {
  for (const stroke of written(digit, kinds[0])) await draw(page, stroke, 1);
  await allRebuilt(page);
}

/** Answers the prompts from `first` to 9. */
async function writeFrom(page, first) {
  for (let digit = first; digit < 10; digit++) {
    await prompt(page, `Write ${digit === 8 ? 'an' : 'a'} ${digit} ${digit + 1} of 10`);
    await write(page, digit);
    await button(page, 'Next').click();
  }
}

async function savesDrawings(t, page, digits) {
  const { folder } = await save(t, page, 'Save as IDX', 2);
  const saved = await readFile(path.join(folder, 'train-labels-idx1-ubyte'));
  assert.deepEqual([...saved], [0, 0, 8, 1, 0, 0, 0, 9, ...digits]);
  const run = await promisify(execFile)(program, ['train', '784-8', '--data', folder, '--epochs', '1'], {
    cwd: folder,
  });
  assert.match(run.stdout, /9 training images/);
  const { folder: pictures, names } = await save(t, page, 'Save as PNG');
  const picture = await readFile(path.join(pictures, names[0]));
  assert.deepEqual([picture.readUInt32BE(16), picture.readUInt32BE(20)], [9 * 120 + 8, 128], 'nine digits in a row');
  await page.getByRole('combobox', { name: 'The digit in drawing 2' }).selectOption('');
  await button(page, 'Save as IDX').click();
  await page.getByText('label every drawing').waitFor();
}

/** Makes the second drawing, a 2, a 5, and waits until that is stored. */
async function relabelSecond(page) {
  await page.getByRole('combobox', { name: 'The digit in drawing 2' }).press('5');
  await until(
    () => labels(page),
    ([, second]) => second === '5',
    'another label',
  );
  await until(
    () => storedFields(page, 'drawing/', 'label'),
    (stored) => stored.length === 9 && !stored.includes(2),
    'the label in the storage',
  );
}

test('ten prompts keep labelled digits to train on, and a slider compares before and after', async (t) => {
  const { page, problems } = await site.open();
  await button(page, 'Write ten digits').click();
  await prompt(page, 'Write a 0');
  await page.getByText('Write a 0', { exact: true }).nth(1).waitFor();
  await write(page, 0);
  await pressOnPad(page, 'k');
  await prompt(page, 'Write a 1');
  await button(page, 'Skip').click();
  await prompt(page, 'Write a 2');
  await write(page, 7);
  await button(page, 'Next').click();
  await prompt(page, 'Write a 3');
  await button(page, 'Back to the digit before').click();
  await writeFrom(page, 2);
  await prompt(page, '9 digits kept');
  assert.deepEqual(await labels(page), ['0', '2', '3', '4', '5', '6', '7', '8', '9']);

  await choose(page, 'Steps', '100');
  await button(page, 'Train on them').click();
  await page.locator('.finetune[data-phase="finished"]').waitFor();
  const rebuilt = (when) => page.getByRole('img', { name: new RegExp(`^Drawing 9 rebuilt ${when} training`) });
  const [before, after] = await Promise.all(['before', 'after'].map((when) => pixelsOf(rebuilt(when))));
  assert.ok(!same(before, after));
  const slider = page.getByRole('slider', { name: 'before training' });
  const shownOfBefore = () =>
    page
      .locator('.wipe-before')
      .first()
      .evaluate((one) => getComputedStyle(one).clipPath);
  await slider.press('Home');
  assert.equal(await shownOfBefore(), 'inset(0px 100% 0px 0px)');
  await slider.press('End');
  assert.equal(await slider.getAttribute('aria-valuetext'), '100 % before, 0 % after');

  await relabelSecond(page);
  await page.reload();
  await rebuilt('after').waitFor();
  assert.deepEqual(await labels(page), ['0', '5', '3', '4', '5', '6', '7', '8', '9']);
  assert.ok(same(await pixelsOf(rebuilt('before')), before), 'the original weights are still there to compare with');
  await savesDrawings(t, page, [0, 5, 3, 4, 5, 6, 7, 8, 9]);
  assert.deepEqual(problems, []);
});

async function train(page) {
  await button(page, 'Start').click();
  await page.locator('.finetune[data-phase="finished"]').waitFor();
  await allRebuilt(page);
}

/** The runs that led to the weights stored for a reload. */
const storedRuns = async (page) => (await storedFields(page, 'visit', 'run')).flat();

const entries = (page) => page.locator('.timeline li');

const dense = (tab, error) =>
  until(
    () => errorOf(tab, 'dense-128-32'),
    (now) => now === error,
    'the weights of before',
  );

async function savesRun(t, page) {
  const { folder, names } = await save(t, page, /as CSV/);
  const rows = (await readFile(path.join(folder, names[0]), 'utf8')).split('\n');
  assert.equal(rows[0], 'step,loss,test_error,drawings_error');
  assert.match(rows[1], /^0,,0\.\d+,$/);
  assert.match(rows.at(-2), /^100,,0\.\d+,$/);
  const json = await save(t, page, /as JSON/);
  const run = JSON.parse(await readFile(path.join(json.folder, json.names[0]), 'utf8'));
  assert.deepEqual([run.model.name, run.steps, run.changes], ['dense-128-32', 100, []]);
  assert.deepEqual([run.recipe.learning_rate, run.recipe.batch, run.recipe.loss], [0.003, 32, 'bce']);
}

/** Adds a dozen old runs to the storage, and tells the page. */
const addOldRuns = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open('keyval-store');
        opening.onsuccess = () => {
          const writing = opening.result.transaction('keyval', 'readwrite');
          const records = writing.objectStore('keyval');
          records.getAll(IDBKeyRange.bound('run/', 'run/\uffff')).onsuccess = ({ target }) => {
            for (let age = 1; age <= 12; age++) {
              records.put({ ...target.result[0], id: `old-${age}`, startedAt: -age }, `run/old-${age}`);
            }
          };
          writing.oncomplete = () => {
            opening.result.close();
            resolve(new BroadcastChannel('hourglass-runs').postMessage(null));
          };
        };
      }),
  );

async function keepsNewestRuns(page) {
  await addOldRuns(page);
  await train(page);
  await until(
    () => entries(page).count(),
    (count) => count === 13,
    'the newest twelve runs and the original weights',
  );
}

test('the timeline goes back to any run, after a reload and in another tab too, and saves runs', async (t) => {
  const { page, problems } = await site.open({ query: '?digit=3&steps=100' });
  const original = await errorOf(page, 'dense-128-32');
  await train(page);
  const first = await errorOf(page, 'dense-128-32');
  const [runOfFirst] = await until(
    () => storedRuns(page),
    (found) => found.length === 1,
    'the first run in the storage',
  );
  await button(page, 'Reset').click();
  await dense(page, original);
  await choose(page, 'Learning rate', '0.003');
  await train(page);
  const second = await errorOf(page, 'dense-128-32');
  await until(
    () => entries(page).count(),
    (count) => count === 3,
    'both runs and the original weights',
  );
  await entries(page).nth(1).getByRole('button', { name: 'Go back' }).click();
  await dense(page, first);
  await until(
    () => storedRuns(page),
    ([run]) => run === runOfFirst,
    'the weights of before in the storage',
  );
  await page.reload();
  await dense(page, first);
  assert.equal(await entries(page).nth(1).getAttribute('data-current'), 'true');

  await savesRun(t, page);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await dense(other, original);
  await entries(other).nth(0).getByRole('button', { name: 'Go back' }).click();
  await dense(other, second);
  await dense(page, first);
  await entries(other).nth(1).getByRole('button', { name: 'Remove' }).click();
  await until(
    () => entries(page).count(),
    (count) => count === 2,
    'the removal in both tabs',
  );
  await entries(other).last().getByRole('button', { name: 'Go back' }).click();
  await dense(other, original);

  await keepsNewestRuns(other);
  assert.deepEqual(problems, []);
});
