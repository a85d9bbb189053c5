// The analyses of the shipped module, called as the page calls them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { firstImages, largestDifference, modelFolder, module, pixelCount, valueIn } from './support.mjs';

const references = 300;

function withReference(open) {
  const session = new module.Session();
  open(session);
  assert.equal(valueIn(session.loadReference(firstImages('t10k', references))), references);
  return session;
}

const shipped = (name) =>
  withReference((session) =>
    valueIn(session.loadCheckpoint(readFileSync(path.join(modelFolder, `${name}.safetensors`)))),
  );

const fresh = (name) => withReference((session) => valueIn(session.createModel(name, 1)));

test('unit statistics and percentiles describe the code of a shipped model over the reference digits', () => {
  const session = shipped('deep-30');
  const { meanActivation, activeShare, dead } = valueIn(session.unitStatistics());
  assert.equal(meanActivation.length, 30);
  assert.ok(activeShare.every((share) => share > 0.99 && share <= 1));
  assert.equal(dead, 0);

  const percentiles = valueIn(session.codePercentiles());
  assert.equal(percentiles.length, 30 * 101);
  const ofUnit4 = percentiles.subarray(4 * 101, 5 * 101);
  assert.deepEqual(ofUnit4, ofUnit4.toSorted());
  const found = valueIn(session.percentileImages(4, Float32Array.of(0, 100)));
  assert.ok(found instanceof Uint32Array);
  for (const [index, end] of [ofUnit4[0], ofUnit4[100]].entries()) {
    const code = valueIn(session.encode(valueIn(session.referenceImage(found[index]))));
    assert.ok(Math.abs(code[4] - end) < 1e-4);
  }
  const standing = valueIn(session.percentilesOfCode(valueIn(session.encode(valueIn(session.referenceImage(7))))));
  assert.ok(standing.every((percentile) => percentile >= 0 && percentile <= 100));
});

test('the error of a digit lies within the reference errors, and that of noise lies beyond them', () => {
  const session = shipped('deep-30');
  const digit = valueIn(session.errorPercentile(valueIn(session.referenceImage(5))));
  const noise = valueIn(session.errorPercentile(valueIn(session.uniformNoise(1, 3))));
  assert.ok(digit.percentile > 0 && digit.percentile < 100);
  assert.equal(noise.percentile, 100);
  assert.ok(noise.meanSquaredError > 10 * digit.meanSquaredError);
});

test('a point of the code map converts back to a code', () => {
  const session = shipped('deep-30');
  const points = valueIn(session.codeMap());
  assert.equal(points.length, 2 * references);
  const code = valueIn(session.codeAt(points[8], points[9]));
  assert.equal(code.length, 30);
  assert.ok(largestDifference(valueIn(session.placeOnMap(code)), points.subarray(8, 10)) < 1e-4);
  const ownCode = valueIn(session.encode(valueIn(session.referenceImage(4))));
  assert.ok(largestDifference(valueIn(session.placeOnMap(ownCode)), points.subarray(8, 10)) < 1e-4);
});

test('PCA gives its components, their explained variance and reconstructions from the first ones', () => {
  const session = shipped('pca-30');
  const explained = valueIn(session.explainedVariance());
  const sum = explained.reduce((total, share) => total + share, 0);
  assert.ok(Math.abs(sum - 0.7305) < 1e-3, `${sum}`);
  const atoms = valueIn(session.atoms());
  assert.deepEqual([atoms.height, atoms.width, atoms.pixels.length], [28, 28, 30 * pixelCount]);
  assert.deepEqual(atoms, valueIn(session.filters()));
  const digit = valueIn(session.referenceImage(0));
  const errors = [0, 1, 10, 30].map((count) => {
    const rebuilt = valueIn(session.reconstructFirst(digit, count));
    return valueIn(session.compare(rebuilt, digit)).meanSquaredError;
  });
  assert.deepEqual(
    errors,
    errors.toSorted((a, b) => b - a),
  );
  assert.ok(errors[3] < errors[0] / 2);
});

test('interpolations lead from one image to another, and walks start at their image', () => {
  const session = shipped('deep-30');
  const [a, b] = [0, 1].map((index) => valueIn(session.referenceImage(index)));
  const images = 7;
  const last = (pixels) => pixels.subarray((images - 1) * pixelCount);
  const decoded = valueIn(session.interpolateCodes(a, b, images));
  assert.ok(largestDifference(last(decoded), valueIn(session.reconstruct(b))) < 1e-5);
  assert.deepEqual(last(valueIn(session.blendPixels(a, b, images))), b);
  const walk = valueIn(session.walkPixels(a, 0.2, images, 4));
  assert.equal(walk.length, images * pixelCount);
  assert.deepEqual(walk, valueIn(session.walkPixels(a, 0.2, images, 4)));
  assert.deepEqual(walk.subarray(0, pixelCount), a);
  const inCodes = valueIn(session.walkCodes(a, 1, images, 4));
  assert.ok(largestDifference(inCodes.subarray(0, pixelCount), valueIn(session.reconstruct(a))) < 1e-5);
  assert.ok(largestDifference(last(inCodes), valueIn(session.reconstruct(a))) > 0.1);
});

test('the angles of a linear autoencoder to PCA fall while it is trained', () => {
  const session = fresh('linear-4');
  valueIn(session.loadImages(firstImages('train', 500)));
  const before = valueIn(session.principalAngles());
  assert.equal(before.length, 4);
  valueIn(session.startFineTuning({ learningRate: 1e-2, batch: 50, noise: 'none', seed: 1, share: 1 }));
  valueIn(session.fineTune(200));
  const after = valueIn(session.principalAngles());
  assert.ok(
    after.every((angle, index) => angle < before[index] / 2),
    `${before}° to ${after}°`,
  );
});

test('convolutional models give their kernels, and those with switches say why they cannot decode a walk', () => {
  const session = fresh('conv-unpool');
  const filters = valueIn(session.filters());
  assert.deepEqual([filters.height, filters.width, filters.pixels.length], [3, 3, 16 * 9]);
  assert.equal(valueIn(session.unitStatistics()).meanActivation.length, 4 * 7 * 7);
  const digit = valueIn(session.referenceImage(0));
  assert.match(session.walkCodes(digit, 1, 3, 1).error, /cannot be decoded from its code alone/);
  assert.match(session.interpolateCodes(digit, digit, 3).error, /cannot be decoded from its code alone/);
});

test('an analysis that is not possible returns an error message', () => {
  const empty = new module.Session();
  assert.match(empty.filters().error, /expected a model to be loaded or created first/);
  assert.match(empty.loadReference(new Uint8Array(9)).error, /reference images: expected .*found/);
  valueIn(empty.createModel('deep-30', 1));
  assert.match(empty.codePercentiles().error, /expected reference images to be loaded first/);
  const session = fresh('deep-30');
  const digit = valueIn(session.referenceImage(0));
  const sentences = [
    session.referenceImage(references),
    session.atoms(),
    session.explainedVariance(),
    session.reconstructFirst(digit, 3),
    session.percentileImages(30, Float32Array.of(50)),
    session.percentileImages(0, Float32Array.of(-1)),
    session.placeOnMap(digit),
    session.percentilesOfCode(digit),
    session.interpolateCodes(digit, digit, 1),
    session.walkCodes(digit, Number.NaN, 5, 1),
    session.uniformNoise(0, 1),
    session.principalAngles(),
  ];
  for (const outcome of sentences) assert.match(outcome.error, /expected /);
});
