// The shipped models match their manifest, including their errors on the real test set.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { hourglass, manifest, modelFolder } from './support.mjs';

for (const model of manifest.models) {
  const file = path.join(modelFolder, model.file);

  test(`${model.name}: the file is the one in the manifest`, () => {
    const bytes = readFileSync(file);
    assert.equal(bytes.length, model.bytes);
    assert.equal(createHash('sha256').update(bytes).digest('hex'), model.sha256);
  });

  test(`${model.name}: its errors on the test set are those in the manifest`, () => {
    const found = JSON.parse(hourglass('evaluate', file, '--json'));
    assert.equal(found.images, 10000);
    for (const metric of ['mse', 'psnr', 'bce', 'bce_above_floor']) {
      const expected = model.metrics[metric];
      assert.ok(Math.abs(found[metric] - expected) <= 1e-4 * expected, `${metric}: ${found[metric]}`);
    }
    assert.equal(found.code_size, model.code_size);
    assert.equal(found.parameters, model.parameters);
  });
}

test('the four models that the page opens first are shipped', () => {
  const names = manifest.models.map((model) => model.name);
  for (const name of ['pca-30', 'dense-128-32', 'deep-30', 'denoising-256']) assert.ok(names.includes(name));
});

test('with at most 32 numbers, convolutions beat the deep network and the record of 2006', () => {
  const named = (name) => manifest.models.find((model) => model.name === name);
  const [deep, small, wide] = ['deep-30', 'conv-32', 'conv-30-wide'].map(named);
  assert.ok(small.code_size <= 32 && small.metrics.mse < deep.metrics.mse);
  assert.ok(wide.code_size <= 30 && wide.metrics.squared_error_per_image <= 2.5);
});
