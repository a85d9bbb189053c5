// A visitor's models: which weights and runs survive a reload, and what can be undone.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { savedBy } from './support/downloads.mjs';
import {
  allRebuilt,
  button,
  card,
  choose,
  clearAndDraw,
  errorOf,
  inProject,
  siteOfFile,
  storedKeys,
  test,
  testInChromium,
  undoOf,
  until,
} from './support/harness.mjs';

const site = siteOfFile();
const program = inProject('build/native/native_cli/hourglass');

/** Fine-tunes a network for a hundred steps. */
async function tune(page, network) {
  await choose(page, 'Network', network);
  await choose(page, 'Steps', '100');
  await button(page, 'Start').click();
  await page.locator('.finetune[data-phase="finished"]').waitFor();
  await allRebuilt(page);
}

const weightsStored = (page, model, isStored) =>
  until(
    async () => (await storedKeys(page, 'visit')).some((key) => key.endsWith(`/tuned/${model}`)),
    (now) => now === isStored,
    `a storage ${isStored ? 'with' : 'without'} tuned weights`,
  );

test('tuned weights survive a reload; reset restores the original ones, and that can be undone', async () => {
  const { page, problems } = await site.open({ query: '?digit=3' });
  const original = await errorOf(page, 'dense-128-32');
  await tune(page, 'Dense (dense-128-32)');
  const tuned = await errorOf(page, 'dense-128-32');
  assert.notEqual(tuned, original);
  await weightsStored(page, 'dense-128-32', true);
  await page.reload();
  await allRebuilt(page);
  await until(
    () => errorOf(page, 'dense-128-32'),
    (now) => now === tuned,
    'the tuned weights',
  );
  await button(page, 'Reset').click();
  await until(
    () => errorOf(page, 'dense-128-32'),
    (now) => now === original,
    'the original weights',
  );
  await undoOf(page, /original weights/).click();
  await until(
    () => errorOf(page, 'dense-128-32'),
    (now) => now === tuned,
    'the tuned weights again',
  );
  await weightsStored(page, 'dense-128-32', true);
  await button(page, 'Reset').click();
  await until(
    () => errorOf(page, 'dense-128-32'),
    (now) => now === original,
    'the original weights',
  );
  await weightsStored(page, 'dense-128-32', false);
  await page.reload();
  await allRebuilt(page);
  assert.equal(await errorOf(page, 'dense-128-32'), original);
  assert.deepEqual(problems, []);
});

test('undoing a reset ends a run that was started after the reset', async () => {
  const { page, problems } = await site.open({ query: '?digit=3' });
  await tune(page, 'Dense (dense-128-32)');
  const tuned = await errorOf(page, 'dense-128-32');
  await button(page, 'Reset').click();
  await choose(page, 'Steps', '10,000');
  await button(page, 'Start').click();
  await page.locator('.finetune[data-phase="running"]').waitFor();
  await undoOf(page, /original weights/).click();
  await page.locator('.finetune[data-phase="idle"]').waitFor();
  await until(
    () => errorOf(page, 'dense-128-32'),
    (now) => now === tuned,
    'the tuned weights again',
  );
  await button(page, 'Start').waitFor();
  assert.deepEqual(problems, []);
});

test('a paused run survives a choice of other images and continues once it is undone', async () => {
  const { page, problems } = await site.open();
  await choose(page, 'Steps', '10,000');
  await button(page, 'Start').click();
  await page.locator('.finetune[data-phase="running"]').waitFor();
  await button(page, 'Pause').click();
  await button(page, 'Resume').waitFor();
  const step = await page.locator('[data-run="step"] dd').innerText();
  await choose(page, 'Images', 'MNIST (10,000; 1.6 MB download)');
  await button(page, 'Start').waitFor();
  assert.equal(await page.locator('[data-run="step"] dd').innerText(), step);
  await choose(page, 'Images', 'MNIST (3,000)');
  await button(page, 'Resume').click();
  await until(
    () => page.locator('[data-run="step"] dd').innerText(),
    (now) => now !== step,
    'further steps',
  );
  assert.deepEqual(problems, []);
});

test("the visitor's own models survive a reload, and closing one can be undone", async () => {
  const { page, problems } = await site.open({ query: '?digit=3' });
  const file = inProject('web/public/models/sparse-1024.safetensors');
  const [name, buffer] = ['my model.safetensors', await readFile(file)];
  await page.getByLabel('Model file').setInputFiles({ name, mimeType: '', buffer });
  const own = card(page, 'file-1');
  await own.waitFor();
  await allRebuilt(page);
  const error = await errorOf(page, 'file-1');
  const shown = () =>
    until(
      () => errorOf(page, 'file-1'),
      (now) => now === error,
      'the model of the file',
    );
  const stored = (isStored) =>
    until(
      async () => (await storedKeys(page, 'visit')).some((key) => key.endsWith('/own/file-1')),
      (now) => now === isStored,
      `a storage ${isStored ? 'with' : 'without'} the model`,
    );
  await stored(true);
  await page.reload();
  await allRebuilt(page);
  await shown();
  await own.getByRole('button', { name: /^Close/ }).click();
  await own.waitFor({ state: 'detached' });
  await undoOf(page, /closed/).click();
  await shown();
  await own.getByRole('button', { name: /^Close/ }).click();
  await own.waitFor({ state: 'detached' });
  await stored(false);
  await page.reload();
  await allRebuilt(page);
  assert.equal(await own.count(), 0);
  assert.deepEqual(problems, []);
});

test('the browser asks before the page is left if a run is in progress, and only then', async () => {
  const { page } = await site.open();
  const asked = [];
  page.on('dialog', async (dialog) => {
    asked.push(dialog.type());
    await dialog.dismiss();
  });
  await clearAndDraw(page);
  await choose(page, 'Steps', '10,000');
  await button(page, 'Start').click();
  await page.locator('.finetune[data-phase="running"]').waitFor();
  await page.close({ runBeforeUnload: true });
  await until(
    () => asked.length,
    (count) => count === 1,
    'a question',
  );
  assert.deepEqual(asked, ['beforeunload']);
  await button(page, 'Pause').click();
  await page.locator('.finetune[data-phase="paused"]').waitFor();
  const closed = page.waitForEvent('close');
  await page.close({ runBeforeUnload: true });
  await closed;
  assert.equal(asked.length, 1);
});

testInChromium('a tuned model leaves the page as ONNX with its present weights, whole or in parts', async (t) => {
  const { page, problems } = await site.open();
  await tune(page, 'Dense (dense-128-32)');
  await button(page, 'About Dense').click();
  const dialog = page.getByRole('dialog');
  const save = async (name) => {
    const { folder, names } = await savedBy(t, page, () => dialog.getByRole('button', { name }).click());
    return path.join(folder, names[0]);
  };
  const weights = await save('Save as .safetensors');
  for (const [name, part] of [
    ['Save as ONNX', null],
    ['Only the encoder', 'encoder'],
    ['Only the decoder', 'decoder'],
  ]) {
    const file = await save(name);
    assert.match(path.basename(file), part ? new RegExp(`-tuned-${part}\\.onnx$`) : /-tuned\.onnx$/);
    const expected = path.join(path.dirname(weights), `${part}.onnx`);
    const parts = part ? ['--part', part] : [];
    await promisify(execFile)(program, ['convert', weights, '--to', 'onnx', ...parts, '--out', expected]);
    assert.ok((await readFile(file)).equals(await readFile(expected)), name);
  }
  assert.deepEqual(problems, []);
});
