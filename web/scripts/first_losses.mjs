// Writes the losses of the command line's first steps of fine-tuning, with which the page compares its own. The
// program must have been built (preset native).
//
//   npm run first-losses

import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { readMetadata } from './checkpoint.mjs';

const execute = promisify(execFile);
const inProject = (name) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const program = inProject('build/native/native_cli/hourglass');
const models = ['dense-128-32', 'deep-30', 'denoising-256'];
const steps = 20;
const seed = 1;
/** The page's settings for a network that is trained already. */
const learningRate = 0.00003;
const batch = 32;

/** Fine-tunes a model as the page does, on the page's images in `folder`. */
async function firstLosses(model, folder) {
  const file = inProject(`web/public/models/${model}.int8.safetensors`);
  const { recipe } = readMetadata(await readFile(file));
  const { noise, loss, l1 } = recipe;
  const { stdout } = await execute(
    program,
    [
      ...['train', '--from', file, '--data', folder, '--out', path.join(folder, 'trained.safetensors')],
      ...['--lr', learningRate, '--batch', batch, '--epochs', 1, '--noise', noise, '--loss', loss, '--l1', l1],
      ...['--optimizer', 'adam', '--schedule', 'constant', '--warmup', 0, '--weight-decay', 0, '--early-stopping', 0],
      ...['--seed', seed, '--first-losses', steps],
    ].map(String),
  );
  const losses = [...stdout.matchAll(/^step \d+ {2}loss (\S+)$/gm)].map(([, number]) => Number(number));
  return { model, seed, recipe: { learning_rate: learningRate, batch, noise, loss, l1 }, losses };
}

export async function writeFirstLosses() {
  const folder = await mkdtemp(path.join(tmpdir(), 'hourglass-'));
  await copyFile(inProject('web/public/data/train-sample.idx.gz'), path.join(folder, 'train-images-idx3-ubyte.gz'));
  const all = [];
  for (const model of models) all.push(await firstLosses(model, folder));
  await rm(folder, { recursive: true });
  await writeFile(inProject('web/public/models/first-losses.json'), `${JSON.stringify(all, null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFirstLosses();
