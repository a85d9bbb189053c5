// The four variants of the module are small enough to download, and give the same results.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { firstImages, largestDifference, loadVariant, modelFolder, valueIn, variants } from './support.mjs';

// Support for threads adds code, so those variants may be larger.
const mostBytes = (variant) => ({ wasm: variant.startsWith('threads') ? 157_000 : 150_000, js: 20_000 });

for (const [name, file] of Object.entries(variants)) {
  for (const [ending, most] of Object.entries(mostBytes(name))) {
    test(`${name}: its .${ending} takes at most ${most} bytes, gzipped`, () => {
      const { length } = gzipSync(readFileSync(`${file}.${ending}`), { level: 9 });
      assert.ok(length <= most, `${length} bytes`);
    });
  }
}

const digits = firstImages('t10k', 40);

/** Fine-tunes a model on `threads` threads; returns reconstructions from before and after, the losses, and PCA's. */
async function run(variant, threads, model) {
  const module = await loadVariant(variant, threads);
  const team = new module.ThreadTeam(threads);
  assert.equal(team.size(), threads);
  const session = new module.Session(team);
  valueIn(session.loadCheckpoint(readFileSync(path.join(modelFolder, `${model}.safetensors`))));
  valueIn(session.loadImages(digits));
  const image = valueIn(session.image(3));
  const before = valueIn(session.reconstruct(image));
  valueIn(session.startFineTuning({ learningRate: 1e-3, batch: 20, noise: 'gaussian:0.3', seed: 2, share: 1 }));
  const losses = Float32Array.from({ length: 10 }, () => valueIn(session.fineTune(1)).loss);
  const after = valueIn(session.reconstruct(image));
  valueIn(session.fitPca(5));
  const components = valueIn(session.reconstruct(image));
  session.delete();
  team.delete();
  return { before, losses, after, components };
}

for (const model of ['deep-30', 'conv-unpool']) {
  const plain = run('plain', 1, model);
  for (const [variant, threads] of [
    ['relaxed', 1],
    ['threads', 1],
    ['threads', 2],
    ['threads-relaxed', 2],
    ['threads-relaxed', 3],
  ]) {
    test(`${model}: ${variant} on ${threads} threads rebuilds and learns like the plain variant`, async () => {
      const expected = await plain;
      const found = await run(variant, threads, model);
      for (const [name, numbers] of Object.entries(found)) {
        const difference = largestDifference(numbers, expected[name]);
        assert.ok(difference < 1e-4, `${name}: ${difference}`);
      }
      assert.ok(found.losses.at(-1) < found.losses[0]);
      assert.ok(largestDifference(found.before, found.after) > 1e-3);
    });
  }

  test(`${model}: two runs on two threads give the same bits`, async () => {
    assert.deepEqual(await run('threads', 2, model), await run('threads', 2, model));
  });
}
