// Builds everything the page ships that is not code: the trained models of models.json, their manifest, and samples
// of MNIST and Fashion-MNIST. Models are float16 files, or 8-bit integers where models.json says "weights": "int8";
// those with "int8": true, which the page opens at the start, come in both forms. The command-line program must have
// been built (preset native), and set-up must have fetched the data.
//
//   npm run assets                     train every model on MNIST, then ship it; 10,000 images are
//                                      held out, so that histories have a second curve
//   npm run assets -- --validation 0   train on all 60,000
//   npm run assets -- --from DIR       ship models that were trained earlier: DIR/NAME.safetensors
//
// Trained files stay in build/models. The same seed and number of threads give the same files, so both are
// part of each command.

import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

import { readMetadata } from './checkpoint.mjs';
import { writeFirstLosses } from './first_losses.mjs';
import { cutSamples } from './samples.mjs';

const execute = promisify(execFile);
const inProject = (name) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const program = inProject('build/native/native_cli/hourglass');
const shippedFolder = inProject('web/public/models');
const listed = JSON.parse(await readFile(inProject('web/models.json'), 'utf8'));

const seed = 1;
const threads = 1;
const mostBytes = 12e6;
const pixels = 784;
const secondsFile = 'seconds.json';

const fileOf = (name) => `${name}.safetensors`;
const int8FileOf = (name) => `${name}.int8.safetensors`;

async function hourglass(...parameters) {
  const { stdout } = await execute(program, parameters, { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** As `hourglass`, but shows the program's progress in the terminal. */
async function watchHourglass(...parameters) {
  const run = spawn(program, parameters, { stdio: ['ignore', 'inherit', 'inherit'] });
  const [status] = await once(run, 'exit');
  if (status !== 0) throw new Error(`hourglass ${parameters.join(' ')} failed (status ${status}).`);
}

async function evaluate(file, noise = 'none') {
  return JSON.parse(await hourglass('evaluate', file, '--json', '--noise', noise));
}

function trainingCommand(name, run) {
  const held = run.validation_images ? ['--validation', run.validation_images] : [];
  return ['train', name, ...held, '--seed', run.seed, '--threads', run.threads].map(String);
}

/** Trains the models, writes them to `folder`, and records there how many seconds each took. */
async function trainAll(names, folder, validation) {
  await mkdir(folder, { recursive: true });
  const seconds = {};
  for (const name of names) {
    const begun = performance.now();
    const isExact = name.startsWith('pca-');
    const out = path.join(folder, fileOf(name));
    const run = { seed, threads, validation_images: isExact ? 0 : validation };
    await watchHourglass(...trainingCommand(name, run), '--out', out);
    seconds[name] = Math.round((performance.now() - begun) / 100) / 10;
    await writeFile(path.join(folder, secondsFile), `${JSON.stringify(seconds, null, 2)}\n`);
  }
}

async function readSeconds(folder) {
  try {
    return JSON.parse(await readFile(path.join(folder, secondsFile), 'utf8'));
  } catch (reason) {
    if (reason.code !== 'ENOENT') throw reason;
    return {};
  }
}

/** Writes one model as 8-bit integers and returns what the manifest says of that file. */
async function shipInt8(name, folder) {
  const file = int8FileOf(name);
  const target = path.join(shippedFolder, file);
  await hourglass('convert', path.join(folder, fileOf(name)), '--int8', '--out', target);
  return { file, bytes: (await readFile(target)).length, mse: (await evaluate(target)).mse };
}

/** Writes one model, also as 8-bit integers if `int8`; returns its entry in the manifest. */
async function ship({ name, weights = 'float16', int8 = false }, folder, seconds) {
  const file = fileOf(name);
  const target = path.join(shippedFolder, file);
  await hourglass('convert', path.join(folder, file), `--${weights}`, '--out', target);
  const bytes = await readFile(target);
  const { recipe, training } = readMetadata(bytes);
  const metrics = await evaluate(target);
  console.log(`${name}: test MSE ${metrics.mse}, ${bytes.length} bytes`);
  return {
    name,
    file,
    command: ['hourglass', ...trainingCommand(name, training)].join(' '),
    seed: training.seed,
    images: training.images,
    validation_images: training.validation_images,
    recipe,
    history: training.history,
    seconds: seconds ?? null,
    code_size: metrics.code_size,
    parameters: metrics.parameters,
    weights,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    ...(int8 ? { int8: await shipInt8(name, folder) } : {}),
    metrics,
    ...(recipe.noise === 'none' ? {} : { noisy_metrics: await evaluate(target, recipe.noise) }),
  };
}

/** Measures the test errors of PCA for each code size: the baseline that a model has to beat. */
async function pcaErrors(codeSizes) {
  const errors = {};
  const folder = await mkdtemp(path.join(tmpdir(), 'hourglass-'));
  for (const size of [...new Set(codeSizes)].sort((a, b) => a - b)) {
    const file = path.join(folder, fileOf(`pca-${size}`));
    await hourglass('train', `pca-${size}`, '--threads', String(threads), '--out', file);
    const { mse, bce } = await evaluate(file);
    errors[size] = { mse, bce };
  }
  await rm(folder, { recursive: true });
  return errors;
}

async function removeUnlisted(names) {
  const wanted = new Set(names.flatMap((name) => [fileOf(name), int8FileOf(name)]));
  for (const file of await readdir(shippedFolder)) {
    if (file.endsWith('.safetensors') && !wanted.has(file)) await rm(path.join(shippedFolder, file));
  }
}

const { values: options } = parseArgs({
  options: { from: { type: 'string' }, validation: { type: 'string', default: '10000' } },
});
const shipped = listed.filter((model) => model.shipped !== false);
const names = shipped.map((model) => model.name);
const folder = path.resolve(options.from ?? inProject('build/models'));
await mkdir(shippedFolder, { recursive: true });
await cutSamples();
if (!options.from) await trainAll(names, folder, Number(options.validation));

const seconds = await readSeconds(folder);
const models = [];
for (const model of shipped) models.push(await ship(model, folder, seconds[model.name]));
await removeUnlisted(names);
const manifest = {
  dataset: 'MNIST',
  models,
  pca: await pcaErrors(models.map((model) => model.code_size).filter((size) => size < pixels)),
};
await writeFile(path.join(shippedFolder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
await writeFirstLosses();
const total = models.reduce((sum, { bytes, int8 }) => sum + bytes + (int8?.bytes ?? 0), 0);
console.log(`${models.length} models, ${total} bytes`);
if (total > mostBytes) throw new Error(`The models take ${total} bytes; at most ${mostBytes} may be shipped.`);
