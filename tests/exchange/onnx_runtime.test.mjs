// ONNX Runtime computes from every preset's ONNX file what the program computes from the model itself.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const project = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const program = path.join(project, 'build/native/native_cli/hourglass');
const runtime = createRequire(path.join(project, 'build/exchange/npm/'))('onnxruntime-node');
const folder = mkdtempSync(path.join(tmpdir(), 'hourglass-onnx-'));
after(() => rmSync(folder, { recursive: true }));

const count = 100;
const pixels = readFileSync(path.join(project, 'build/data/mnist/t10k-images-idx3-ubyte')).subarray(
  16,
  16 + 784 * count,
);
const digits = Float32Array.from(pixels, (byte) => byte / 255);

function hourglass(...words) {
  return execFileSync(program, words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

/** Reads the numbers in a NumPy file of type float32. */
function readNpy(name) {
  const bytes = readFileSync(path.join(folder, name));
  const start = 10 + bytes.readUInt16LE(8);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length));
}

/** Exports a model or a part of it, and runs it on numbers that make up `count` rows. */
async function run(input, numbers, ...part) {
  hourglass('convert', 'model', '--to', 'onnx', ...part, '--out', 'model.onnx');
  const session = await runtime.InferenceSession.create(path.join(folder, 'model.onnx'));
  assert.deepEqual(session.inputNames, [input]);
  const tensor = new runtime.Tensor('float32', numbers, [count, numbers.length / count]);
  return session.run({ [input]: tensor });
}

/** Expects a tensor of `count` rows whose numbers are within 1e-5, relative to the largest if that is above 1. */
function assertClose(name, tensor, expected) {
  assert.deepEqual(tensor.dims, [count, expected.length / count]);
  const scale = expected.reduce((most, number) => Math.max(most, Math.abs(number)), 1);
  const difference = tensor.data.reduce((most, number, index) => Math.max(most, Math.abs(number - expected[index])), 0);
  console.log(`${name}: largest difference ${difference.toExponential(1)}, numbers up to ${scale.toPrecision(3)}`);
  assert.ok(difference <= 1e-5 * scale, `${name} differs by ${difference}`);
}

const presets = JSON.parse(hourglass('models', '--json')).filter((preset) => preset.fit !== 'none');

/** Writes a model with these tensors, each given by its name and shape; the recipe comes from another model's file. */
function writeModel(name, from, layers, encoderLayers, tensors) {
  const bytes = readFileSync(path.join(folder, from));
  const { __metadata__: metadata } = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString());
  const model = { ...JSON.parse(metadata.model), name, layers, encoder_layers: encoderLayers };
  const header = { __metadata__: { ...metadata, model: JSON.stringify(model) } };
  const parts = [];
  let end = 0;
  for (const [tensor, shape] of tensors) {
    const numbers = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(7 * i + end));
    header[tensor] = { dtype: 'F32', shape, data_offsets: [end, end + numbers.byteLength] };
    end += numbers.byteLength;
    parts.push(Buffer.from(numbers.buffer));
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  writeFileSync(path.join(folder, name), Buffer.concat([length, text, ...parts]));
}

test('every preset that can be trained is listed', () => assert.equal(presets.length, 26));

test('an unpooling puts back the pixels that its pooling leaves out', async () => {
  hourglass('train', 'conv-unpool', '--limit', '10', '--epochs', '1', '--out', 'pattern');
  const conv = (outputs) => ({ type: 'conv2d', outputs, kernel: 3, stride: 1, padding: 1 });
  // 28 → 9 → 4 → 9 → 28: the poolings leave out one row and one column each.
  const pool = (kernel) => ({ type: 'max_pool2d', kernel, ceil: false });
  const layers = [conv(2), pool(3), pool(2), { type: 'max_unpool2d' }, { type: 'max_unpool2d' }, conv(1)];
  writeModel('model', 'pattern', layers, 3, [
    ['0.weight', [2, 1, 3, 3]],
    ['0.bias', [2]],
    ['5.weight', [1, 2, 3, 3]],
    ['5.bias', [1]],
  ]);
  hourglass('encode', 'model', '--limit', `${count}`, '--out', 'codes.npy');
  hourglass('reconstruct', 'model', '--count', `${count}`, '--out', 'rebuilt.npy');
  const whole = await run('image', digits);
  assertClose('code', whole.code, readNpy('codes.npy'));
  assertClose('rebuilt', whole.rebuilt, readNpy('rebuilt.npy'));
});

for (const preset of presets) {
  test(`${preset.name}: ONNX Runtime computes the program's codes and images`, async () => {
    const recipe = preset.fit === 'pca' ? [] : ['--epochs', '1'];
    hourglass('train', preset.name, '--limit', '600', ...recipe, '--out', 'model');
    hourglass('encode', 'model', '--limit', `${count}`, '--out', 'codes.npy');
    hourglass('reconstruct', 'model', '--count', `${count}`, '--out', 'rebuilt.npy');
    const codes = readNpy('codes.npy');
    const rebuilt = readNpy('rebuilt.npy');
    const whole = await run('image', digits);
    assertClose(`${preset.name} code`, whole.code, codes);
    assertClose(`${preset.name} rebuilt`, whole.rebuilt, rebuilt);
    const encoder = await run('image', digits, '--part', 'encoder');
    assert.deepEqual(Object.keys(encoder), ['code']);
    assertClose(`${preset.name} encoder`, encoder.code, codes);
    if (!preset.decodes_alone) return;
    const decoder = await run('code', codes, '--part', 'decoder');
    assertClose(`${preset.name} decoder`, decoder.rebuilt, rebuilt);
  });
}
