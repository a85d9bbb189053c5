// Compares the shipped module with the command line on real digits.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import {
  firstImages,
  hourglass,
  largestDifference,
  manifest,
  modelFolder,
  module,
  pixelCount,
  readNpy,
  temporaryFolder,
  valueIn,
} from './support.mjs';

const digits = 100;

function sessionOf(file) {
  const session = new module.Session();
  valueIn(session.loadCheckpoint(readFileSync(path.join(modelFolder, file))));
  return session;
}

function testDigits(session) {
  valueIn(session.loadImages(firstImages('t10k', digits)));
  const images = Array.from({ length: digits }, (_, index) => valueIn(session.image(index)));
  return Float32Array.from(images.flatMap((image) => [...image]));
}

for (const model of manifest.models) {
  test(`${model.name}: module and command line give the same reconstructions of ${digits} test digits`, (t) => {
    const folder = temporaryFolder(t);
    const session = sessionOf(model.file);
    const pixels = testDigits(session);
    const checkpoint = path.join(modelFolder, model.file);

    hourglass('reconstruct', checkpoint, '--count', `${digits}`, '--out', path.join(folder, 'rebuilt.npy'));
    const rebuilt = readNpy(path.join(folder, 'rebuilt.npy'));
    assert.ok(largestDifference(valueIn(session.reconstruct(pixels)), rebuilt) < 1e-5);

    hourglass('encode', checkpoint, '--limit', `${digits}`, '--out', path.join(folder, 'codes.npy'));
    const codes = valueIn(session.encode(pixels));
    const scale = Math.max(1, ...codes.map(Math.abs));
    assert.ok(largestDifference(codes, readNpy(path.join(folder, 'codes.npy'))) < 1e-5 * scale);
  });
}

test('module and command line agree after 20 steps of fine-tuning from the same seed', (t) => {
  const folder = temporaryFolder(t);
  const { file } = manifest.models.find((model) => model.name === 'dense-128-32');
  const tuned = path.join(folder, 'tuned.safetensors');
  hourglass(
    ...['train', '--from', path.join(modelFolder, file), '--out', tuned],
    ...['--limit', '640', '--batch', '32', '--epochs', '1', '--lr', '0.001', '--seed', '5'],
    ...['--noise', 'gaussian:mixed:0.4', '--threads', '1'],
  );

  const session = sessionOf(file);
  valueIn(session.loadImages(firstImages('train', 640)));
  const options = { learningRate: 1e-3, batch: 32, noise: 'gaussian:mixed:0.4', seed: 5, share: 1 };
  valueIn(session.startFineTuning(options));
  const before = valueIn(session.fineTune(1)).loss;
  const report = valueIn(session.fineTune(19));
  assert.equal(report.step, 20);
  assert.ok(Number.isFinite(before) && Number.isFinite(report.loss));

  const native = new module.Session();
  valueIn(native.loadCheckpoint(readFileSync(tuned)));
  const pixels = testDigits(session);
  const rebuilt = valueIn(session.reconstruct(pixels));
  assert.ok(largestDifference(rebuilt, valueIn(native.reconstruct(pixels))) < 1e-4);
  // The comparison means something only if the steps have changed the model.
  assert.ok(largestDifference(rebuilt, valueIn(sessionOf(file).reconstruct(pixels))) > 1e-2);
});

const presets = JSON.parse(hourglass('models', '--json')).filter((preset) => preset.fit !== 'none');

for (const { name, fit } of presets) {
  test(`${name} can be created, fitted, saved and loaded in the module`, () => {
    const session = new module.Session();
    valueIn(session.createModel(name, 1));
    const pixels = testDigits(session).slice(0, 3 * pixelCount);
    if (fit === 'pca') {
      valueIn(session.fitPca(30));
    } else {
      valueIn(session.startFineTuning({ learningRate: 1e-3, batch: 20, noise: 'none', seed: 1, share: 1 }));
      assert.ok(Number.isFinite(valueIn(session.fineTune(5)).loss));
    }
    const rebuilt = valueIn(session.reconstruct(pixels));
    assert.ok(rebuilt.every(Number.isFinite));
    const again = new module.Session();
    valueIn(again.loadCheckpoint(valueIn(session.saveCheckpoint(false))));
    assert.deepEqual(valueIn(again.reconstruct(pixels)), rebuilt);
  });
}

test('the command line reads the file that the module saves', (t) => {
  const session = new module.Session();
  valueIn(session.createModel('784-64-8', 3));
  const folder = temporaryFolder(t);
  const file = path.join(folder, 'saved.safetensors');
  const bytes = valueIn(session.saveCheckpoint(false));
  writeFileSync(file, bytes);
  const summary = JSON.parse(hourglass('summary', file, '--json'));
  assert.deepEqual(summary, JSON.parse(valueIn(session.summary())));
});

test('the module saves the ONNX files that the command line writes', (t) => {
  const folder = temporaryFolder(t);
  for (const name of ['dense-128-32', 'conv-8-16-16']) {
    const file = path.join(modelFolder, `${name}.safetensors`);
    const session = new module.Session();
    valueIn(session.loadCheckpoint(readFileSync(file)));
    for (const part of ['whole', 'encoder', 'decoder']) {
      const onnx = path.join(folder, `${name}-${part}.onnx`);
      hourglass('convert', file, '--to', 'onnx', ...(part === 'whole' ? [] : ['--part', part]), '--out', onnx);
      assert.ok(readFileSync(onnx).equals(valueIn(session.saveOnnx(part))), `${name}, ${part}`);
    }
  }
});

test('errors are returned as messages, never thrown', () => {
  const session = new module.Session();
  const image = new Float32Array(784);
  const sentences = [
    session.loadCheckpoint(new Uint8Array(20).fill(255)),
    session.loadImages(new Uint8Array([1, 2, 3])),
    session.createModel('denosing-256', 1),
    session.reconstruct(image),
    session.corrupt(image, 'gaussian:2', 1),
    session.normalise(new Uint8Array(100), 10, 10),
    session.normalise(new Uint8Array(100), 10, 11),
    session.image(0),
    session.fineTune(1),
    session.fitPca(1000),
  ];
  for (const outcome of sentences) assert.match(outcome.error, /expected .*found|expected .*first/);
  assert.match(session.createModel('denosing-256', 1).error, /did you mean "denoising-256"/);
});

test('arrays returned earlier survive memory growth', () => {
  const session = new module.Session();
  valueIn(session.createModel('pca-2', 1));
  valueIn(session.loadImages(firstImages('t10k', 10)));
  const early = valueIn(session.image(3));
  const copy = early.slice();
  valueIn(session.loadImages(firstImages('train', 60000)));
  assert.deepEqual(early, copy);
});
