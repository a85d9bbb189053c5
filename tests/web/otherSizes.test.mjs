// Models for pictures of another size than the digit's: the page opens them and says what it cannot do with them.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { allRebuilt, card, clearAndDraw, errorOf, inProject, siteOfFile, test, until } from './support/harness.mjs';
import { openView, panel } from './support/inside.mjs';

const site = siteOfFile();

async function metadataOf(model) {
  const bytes = await readFile(inProject(`web/public/models/${model}.safetensors`));
  const length = Number(bytes.readBigUInt64LE());
  return JSON.parse(bytes.subarray(8, 8 + length).toString()).__metadata__;
}

/** A checkpoint of these layers, with every weight 0.5. */
async function checkpoint(model, shapes) {
  const metadata = { ...(await metadataOf('simple-32')), model: JSON.stringify(model) };
  const header = { __metadata__: metadata };
  let size = 0;
  for (const [name, shape] of Object.entries(shapes)) {
    const end = size + 4 * shape.reduce((product, extent) => product * extent, 1);
    header[name] = { dtype: 'F32', shape, data_offsets: [size, end] };
    size = end;
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, Buffer.from(new Float32Array(size / 4).fill(0.5).buffer)]);
}

const sigmoid = { type: 'sigmoid' };
const small = {
  file: 'small.safetensors',
  model: {
    name: 'tiny-8x8',
    fit: 'gradient',
    input: [1, 8, 8],
    layers: [{ type: 'dense', outputs: 5 }, { type: 'relu' }, { type: 'dense', outputs: 64 }, sigmoid],
    encoder_layers: 2,
  },
  shapes: { '0.weight': [5, 64], '0.bias': [5], '2.weight': [64, 5], '2.bias': [64] },
};
const kernel = { type: 'conv2d', kernel: 3, stride: 1, padding: 1 };
const colour = {
  file: 'colour.safetensors',
  model: {
    name: 'tiny-colour',
    fit: 'gradient',
    input: [3, 32, 32],
    layers: [{ ...kernel, outputs: 2 }, { type: 'relu' }, { ...kernel, outputs: 3 }, sigmoid],
    encoder_layers: 2,
  },
  shapes: { '0.weight': [2, 3, 3, 3], '0.bias': [2], '2.weight': [3, 2, 3, 3], '2.bias': [3] },
};
// 784 numbers, but not 28 × 28: only the shape tells that these are no digits.
const wide = { ...small, file: 'wide.safetensors' };
wide.model = { ...small.model, name: 'wide', input: [1, 14, 56], layers: structuredClone(small.model.layers) };
wide.model.layers[2].outputs = 784;
wide.shapes = { '0.weight': [5, 784], '0.bias': [5], '2.weight': [784, 5], '2.bias': [784] };

async function openModels(page) {
  for (const [index, { file, model, shapes }] of [small, colour, wide].entries()) {
    const buffer = await checkpoint(model, shapes);
    await page.getByLabel('Model file').setInputFiles({ name: file, mimeType: 'application/octet-stream', buffer });
    await card(page, `file-${index + 1}`).waitFor();
  }
}

const problemOf = (page, id) => card(page, id).locator('.model-problem').innerText();

test('models for other sizes open, say that they cannot take the digit, and do not disturb the others', async () => {
  const { page, problems } = await site.open({ query: '?digit=4' });
  await openModels(page);
  const sizes = ['pictures of 8 × 8 pixels', 'pictures of 32 × 32 pixels in colour', 'pictures of 14 × 56 pixels'];
  const check = async () => {
    for (const [index, size] of sizes.entries()) {
      const problem = await problemOf(page, `file-${index + 1}`);
      assert.ok(problem.includes(`takes ${size}, but your digit has 28 × 28.`), problem);
      assert.equal(await errorOf(page, `file-${index + 1}`), '–');
    }
  };
  await check();
  await clearAndDraw(page, undefined, (drawn) =>
    until(
      () => errorOf(drawn, 'deep-30'),
      (error) => /^\d/.test(error),
      'the picture of deep-30',
    ),
  );
  await check();
  const offered = await page.getByRole('combobox', { name: 'Network' }).locator('option').allInnerTexts();
  assert.deepEqual(
    offered.filter((text) => /tiny|wide/.test(text)),
    [],
  );
  assert.deepEqual(problems, []);
});

test('"Look inside" shows their layers and filters, and another model where a digit is needed', async () => {
  const { page, problems } = await site.open({ query: '?digit=4' });
  await allRebuilt(page);
  await openModels(page);
  await page.locator('.inside').scrollIntoViewIfNeeded();
  const chooser = page.locator('.inside-model select');
  for (const [id, side, count] of [
    ['file-1', 8, 5],
    ['file-2', 3, 6],
  ]) {
    await openView(page, 'Layers');
    await chooser.selectOption(id);
    await panel(page).locator('tbody tr').first().waitFor();
    assert.equal(await panel(page).locator('.layer-outputs').count(), 0);
    await openView(page, 'Filters');
    const filters = panel(page).locator('.weight-images canvas');
    await until(
      () => filters.count(),
      (found) => found >= count,
      'the filters',
    );
    assert.equal(await filters.first().getAttribute('width'), String(side));
    for (const view of ['Network', 'Nearest digits', 'Noise levels']) {
      await openView(page, view);
      await panel(page).getByText('and so cannot take your digit. This view shows Deep instead.').waitFor();
    }
  }
  assert.deepEqual(problems, []);
});
