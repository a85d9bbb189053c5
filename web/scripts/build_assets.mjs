// Makes everything the page ships that is not code: the pretrained models, their manifest, and two
// samples of MNIST. Run as `npm run assets`; needs the command-line program built (preset native)
// and the data that set-up placed. Trains on the full training set, so it takes some minutes.
//
// Equal seeds and threads give equal files: the number of threads is part of each command.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';

const run = promisify(execFile);
const project = new URL('../../', import.meta.url);
const program = fileURLToPath(new URL('build/native/native_cli/hourglass', project));
const dataFolder = new URL('build/data/mnist/', project);
const modelFolder = new URL('../public/models/', import.meta.url);
const sampleFolder = new URL('../public/data/', import.meta.url);

const seed = 1;
const threads = 2;
const presets = [
  { name: 'pca-30' },
  { name: 'dense-128-32' },
  { name: 'deep-30' },
  { name: 'denoising-256', noise: 'gaussian:mixed:0.9' },
];
const samples = [
  { source: 'train-images-idx3-ubyte', target: 'train-sample.idx.gz', count: 3000 },
  { source: 't10k-images-idx3-ubyte', target: 'test-sample.idx.gz', count: 300 },
];

const idxImagesMagic = 0x803;
const idxHeaderBytes = 16;

async function hourglass(...parameters) {
  const { stdout } = await run(program, parameters, { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

async function evaluate(path, noise) {
  return JSON.parse(await hourglass('evaluate', path, '--json', ...(noise ? ['--noise', noise] : [])));
}

async function buildModel({ name, noise }) {
  const file = `${name}.safetensors`;
  const path = fileURLToPath(new URL(file, modelFolder));
  const recipe = [name, ...(noise ? ['--noise', noise] : [])];
  const options = ['--seed', String(seed), '--threads', String(threads), '--float16'];
  await hourglass('train', ...recipe, ...options, '--out', path);
  const bytes = await readFile(path);
  const metrics = await evaluate(path);
  return {
    name,
    file,
    command: ['hourglass', 'train', ...recipe, ...options, '--out', file].join(' '),
    seed,
    code_size: metrics.code_size,
    parameters: metrics.parameters,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    metrics,
    ...(noise ? { noisy_metrics: await evaluate(path, noise) } : {}),
  };
}

async function readIdx(name) {
  try {
    return await readFile(new URL(name, dataFolder));
  } catch {
    return gunzipSync(await readFile(new URL(`${name}.gz`, dataFolder)));
  }
}

async function cutSample({ source, target, count }) {
  const images = await readIdx(source);
  if (images.readUInt32BE(0) !== idxImagesMagic || images.readUInt32BE(4) < count) {
    throw new Error(`${source} is not an IDX file of at least ${count} images.`);
  }
  const imageBytes = images.readUInt32BE(8) * images.readUInt32BE(12);
  const cut = Buffer.from(images.subarray(0, idxHeaderBytes + count * imageBytes));
  cut.writeUInt32BE(count, 4);
  await writeFile(new URL(target, sampleFolder), gzipSync(cut, { level: 9 }));
}

await mkdir(modelFolder, { recursive: true });
await mkdir(sampleFolder, { recursive: true });
for (const sample of samples) await cutSample(sample);

const models = [];
for (const preset of presets) {
  console.log(`Training ${preset.name}`);
  const model = await buildModel(preset);
  console.log(`  test MSE ${model.metrics.mse}, ${model.bytes} bytes`);
  models.push(model);
}
await writeFile(
  new URL('manifest.json', modelFolder),
  `${JSON.stringify({ dataset: 'MNIST, 60,000 training images', models }, null, 2)}\n`,
);
