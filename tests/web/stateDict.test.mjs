// A network that was trained in PyTorch: the page opens its plain state_dict.

import assert from 'node:assert/strict';
import { savedBy } from './support/downloads.mjs';
import { button, card, errorOf, seenPixels, siteOfFile, test, testInChromium, until } from './support/harness.mjs';

const site = siteOfFile();

/** Pseudo-random weights, the same in every run. */
function weights(count, seed) {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return (state / 2 ** 31 - 0.5) / 4;
  });
}

/** A file of these tensors, as the package safetensors saves a state_dict. */
function safetensors(tensors) {
  const header = {};
  let size = 0;
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    header[name] = { dtype: 'F32', shape, data_offsets: [size, size + 4 * values.length] };
    size += 4 * values.length;
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...Object.values(tensors).map(({ values }) => Buffer.from(values.buffer))]);
}

/** Dense layers: their paths, each with its inputs and outputs. */
function dense(layers) {
  const tensors = {};
  for (const [path, [inputs, outputs]] of Object.entries(layers)) {
    const seed = inputs + 3 * outputs;
    tensors[`${path}.weight`] = { shape: [outputs, inputs], values: weights(inputs * outputs, seed) };
    tensors[`${path}.bias`] = { shape: [outputs], values: weights(outputs, seed + 1) };
  }
  return tensors;
}

async function open(page, name, tensors) {
  const buffer = Buffer.isBuffer(tensors) ? tensors : safetensors(tensors);
  await page.getByLabel('Model file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
}

// Named and ordered as PyTorch might: 11 comes after 9, and the decoder after the encoder.
const own = dense({
  'net.decoder.2': [12, 784],
  'net.decoder.0': [5, 12],
  'net.encoder.11': [20, 5],
  'net.encoder.9': [784, 20],
});
const order = ['net.encoder.9', 'net.encoder.11', 'net.decoder.0', 'net.decoder.2'];

/** The network's picture of an image, computed here. */
function rebuiltBy(tensors, image) {
  let values = image;
  for (const [index, path] of order.entries()) {
    const { shape, values: weight } = tensors[`${path}.weight`];
    const bias = tensors[`${path}.bias`].values;
    const sums = Array.from({ length: shape[0] }, (_, row) =>
      values.reduce((sum, value, column) => sum + weight[row * shape[1] + column] * value, bias[row]),
    );
    if (index === 3) values = sums.map((sum) => 1 / (1 + Math.exp(-sum)));
    else values = index === 1 ? sums : sums.map((sum) => Math.max(sum, 0));
  }
  return values;
}

test('a plain state_dict opens with the sizes of its layers, and rebuilds the digit as its weights say', async () => {
  const { page, problems } = await site.open({ query: '?digit=4' });
  await open(page, 'mine.safetensors', own);
  await page.locator('.message').filter({ hasText: '784 → 20 relu → 5 → 12 relu → 784 sigmoid' }).waitFor();
  const shown = await until(
    () => errorOf(page, 'file-1').catch(() => ''),
    (text) => /^\d/.test(text),
    'its error',
  );
  assert.equal(await card(page, 'file-1').locator('h3').innerText(), '784-20-5-12-784');
  const ink = (await seenPixels(page)).filter((_, index) => index % 4 === 0);
  const [paper, pen] = [Math.max(...ink), Math.min(...ink)];
  const image = ink.map((value) => (paper - value) / (paper - pen));
  const rebuilt = rebuiltBy(own, image);
  const error = rebuilt.reduce((sum, value, index) => sum + (value - image[index]) ** 2, 0) / 784;
  assert.ok(Math.abs(Number(shown) / error - 1) < 0.02, `the page says ${shown}, the weights ${error}`);
  assert.deepEqual(problems, []);
});

// Playwright does not report Firefox's downloads.
testInChromium('saved again, it has its weights under the names of an nn.Sequential', async (t) => {
  const { page, problems } = await site.open({ query: '?digit=4' });
  await open(page, 'mine.safetensors', own);
  await card(page, 'file-1').waitFor();
  const saving = () => card(page, 'file-1').getByRole('button', { name: /^Save/ }).click();
  const { names, contents } = await savedBy(t, page, saving);
  assert.deepEqual(names, ['784-20-5-12-784.safetensors']);
  const saved = contents[0];
  const headerEnd = 8 + Number(saved.readBigUInt64LE());
  const header = JSON.parse(saved.subarray(8, headerEnd).toString());
  for (const [index, path] of order.entries()) {
    const { shape, data_offsets: offsets } = header[`${[0, 2, 3, 5][index]}.weight`];
    assert.deepEqual(shape, own[`${path}.weight`].shape);
    const bytes = saved.subarray(headerEnd + offsets[0], headerEnd + offsets[1]);
    assert.deepEqual(bytes, Buffer.from(own[`${path}.weight`].values.buffer), path);
  }
  assert.deepEqual(problems, []);
});

test('gaps in the numbers of an nn.Sequential tell where an activation is', async () => {
  const { page, problems } = await site.open({ query: '?digit=4' });
  const assumed = {
    '784 → 9 relu → 3 relu → 9 relu → 784 sigmoid': { 0: [784, 9], 2: [9, 3], 4: [3, 9], 6: [9, 784] },
    '784 → 9 relu → 3 → 9 relu → 784 sigmoid': { 0: [784, 9], 2: [9, 3], 3: [3, 9], 5: [9, 784] },
    '784 → 4 → 784': { 0: [784, 4], 1: [4, 784] },
    '784 → 1000 → 784 sigmoid': { fc1: [784, 1000], fc2: [1000, 784] },
  };
  for (const [index, [layers, shapes]] of Object.entries(assumed).entries()) {
    await open(page, `mine-${index}.safetensors`, dense(shapes));
    await page
      .locator('.message')
      .filter({ hasText: `these layers: ${layers}. If` })
      .waitFor();
    await until(
      () => errorOf(page, `file-${index + 1}`).catch(() => ''),
      (text) => /^\d/.test(text),
      'its error',
    );
  }
  assert.deepEqual(problems, []);
});

test('a state_dict that is not a network of dense layers for digits gets a sentence, and no card', async () => {
  const { page, problems } = await site.open({ query: '?digit=4' });
  const ends = dense({ 0: [784, 6], 2: [6, 784] });
  const batchNorm = { '1.running_mean': { shape: [6], values: weights(6, 1) } };
  const kernel = { shape: [2, 1, 3, 3], values: weights(18, 1) };
  const bad = {
    'expected only the weights and biases of dense layers, found "1.running_mean"': { ...ends, ...batchNorm },
    'expected only the weights and biases of dense layers, found "0.weight"': { '0.weight': kernel },
    'expected a layer with 6 inputs after "0", found "2" with 7': dense({ 0: [784, 6], 2: [7, 784] }),
    'expected a last layer with 784 outputs, as many as the first one has inputs, found "2" with 700': dense({
      0: [784, 6],
      2: [6, 700],
    }),
    'expected layers whose numbers tell their order, as in "0", "2" or "encoder.0", "decoder.0", found "in" and "out"':
      dense({ in: [784, 6], out: [6, 784] }),
    'expected widths that begin with 784': dense({ 0: [64, 6], 2: [6, 64] }),
  };
  for (const [sentence, tensors] of Object.entries(bad)) {
    await open(page, 'mine.safetensors', tensors);
    await page.getByRole('alert').filter({ hasText: sentence }).waitFor();
  }
  await open(page, 'mine.pt', Buffer.from('PK\x03\x04'));
  await page.getByRole('alert').filter({ hasText: "mine.pt is in PyTorch's own format." }).waitFor();
  assert.equal(await page.locator('.model').count(), 4);
  assert.equal(await button(page, 'Start').isEnabled(), true);
  assert.deepEqual(problems, []);
});
