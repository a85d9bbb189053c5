// A run that the module saves with the optimiser's state goes on exactly, in the module and on the command line.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import {
  firstImages,
  hourglass,
  largestDifference,
  modelFolder,
  module,
  temporaryFolder,
  valueIn,
} from './support.mjs';

const images = 320;
const batch = 32;
const steps = { before: 15, after: 15 };

function sessionWith(checkpoint) {
  const session = new module.Session();
  valueIn(session.loadCheckpoint(checkpoint));
  valueIn(session.loadImages(firstImages('train', images)));
  return session;
}

/** A run in the middle of its second epoch. */
function startedRun() {
  const session = sessionWith(readFileSync(path.join(modelFolder, 'dense-128-32.safetensors')));
  const options = { learningRate: 3e-4, batch, noise: 'gaussian:mixed:0.4', seed: 5, share: 1 };
  valueIn(session.startFineTuning(options));
  valueIn(session.fineTune(steps.before));
  return session;
}

function rebuilt(session) {
  const digits = Array.from({ length: 20 }, (_, index) => valueIn(session.image(index)));
  return valueIn(session.reconstruct(Float32Array.from(digits.flatMap((digit) => [...digit]))));
}

test('the module resumes a saved run bit for bit', () => {
  const straight = startedRun();
  const resumed = sessionWith(valueIn(straight.saveCheckpoint(true)));
  valueIn(resumed.resumeTraining());
  const reports = [straight, resumed].map((session) => valueIn(session.fineTune(steps.after)));
  assert.deepEqual(reports[1], reports[0]);
  assert.equal(reports[0].step, steps.before + steps.after);
  assert.deepEqual(valueIn(resumed.saveCheckpoint(true)), valueIn(straight.saveCheckpoint(true)));
});

test('the command line resumes a run of the module within 1e-5', (t) => {
  const folder = temporaryFolder(t);
  const straight = startedRun();
  const saved = path.join(folder, 'run.safetensors');
  writeFileSync(saved, valueIn(straight.saveCheckpoint(true)));
  const early = rebuilt(straight);
  valueIn(straight.fineTune(steps.after));
  writeFileSync(path.join(folder, 'train-images-idx3-ubyte'), firstImages('train', images));

  const finished = path.join(folder, 'finished.safetensors');
  const epochs = ((steps.before + steps.after) * batch) / images;
  hourglass('train', '--resume', saved, '--data', folder, '--epochs', `${epochs}`, '--out', finished);
  const late = rebuilt(sessionWith(readFileSync(finished)));
  assert.ok(largestDifference(rebuilt(straight), late) < 1e-5);
  // The comparison means something only if the steps have changed the model.
  assert.ok(largestDifference(early, late) > 1e-2);

  writeFileSync(saved, valueIn(startedRun().saveCheckpoint(false)));
  assert.throws(() => hourglass('train', '--resume', saved, '--data', folder), /weights only/);
});
