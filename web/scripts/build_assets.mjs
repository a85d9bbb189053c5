// Makes everything the page ships that is not code: the pretrained models, their manifest, and
// samples of MNIST. Run as `npm run assets`; needs the command-line program built (preset native)
// and the data that set-up placed. Trains on the full training set, so it takes some minutes.
//
// Equal seeds and threads give equal files: the number of threads is part of each command.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { cutSamples } from './samples.mjs';

const run = promisify(execFile);
const project = new URL('../../', import.meta.url);
const program = fileURLToPath(new URL('build/native/native_cli/hourglass', project));
const modelFolder = new URL('../public/models/', import.meta.url);

const seed = 1;
const threads = 2;
const presets = [
  { name: 'pca-30' },
  { name: 'dense-128-32' },
  { name: 'deep-30' },
  { name: 'denoising-256', noise: 'gaussian:mixed:0.9' },
];
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

await mkdir(modelFolder, { recursive: true });
await cutSamples();

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
