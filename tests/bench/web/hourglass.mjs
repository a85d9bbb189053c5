// Runs Hourglass: the shipped module, used through its Session like the page's worker does.

import { base64Of } from './checkpoint.mjs';
import { fetchIdx, secondsOf } from './images.mjs';

const imageBytes = 784;
const headerBytes = 16;

let session;

function valueIn(outcome) {
  if ('error' in outcome) throw new Error(outcome.error);
  return outcome.value;
}

async function createSession({ module: path, threads = '1' }, idx) {
  const { default: createModule } = await import(path);
  const size = Number(threads);
  const module = await createModule({ mainScriptUrlOrBlob: path, poolSize: size - 1 });
  const created = new module.Session(new module.ThreadTeam(size));
  valueIn(created.loadImages(idx));
  return created;
}

export async function prepare({ listing, batch }, options) {
  session ??= await createSession(options, await fetchIdx());
  const { learning_rate: learningRate, noise } = listing.recipe;
  valueIn(session.createModel(listing.name, 1));
  valueIn(session.startFineTuning({ learningRate, batch, noise, seed: 1, share: 1 }));
}

export function train({ times }) {
  return secondsOf(1, () => valueIn(session.fineTune(times)));
}

export function reconstruct({ images, times }) {
  const pixels = new Float32Array(images * imageBytes);
  for (let i = 0; i < images; i++) pixels.set(valueIn(session.image(i)), i * imageBytes);
  return secondsOf(times, () => valueIn(session.reconstruct(pixels)));
}

/** Returns an IDX file with the first `count` images of another. */
function firstImages(idx, count) {
  const first = idx.slice(0, headerBytes + count * imageBytes);
  new DataView(first.buffer).setUint32(4, count);
  return first;
}

/**
 * Returns the losses of the first steps on one and the same batch, without noise or weight decay, and the checkpoint
 * that they start from.
 */
export async function first_losses({ listing, batch, times }, options) {
  const trial = await createSession(options, firstImages(await fetchIdx(), batch));
  valueIn(trial.createModel(listing.name, 1));
  const checkpoint = base64Of(valueIn(trial.saveCheckpoint(false)));
  const { learning_rate: learningRate } = listing.recipe;
  valueIn(trial.startFineTuning({ learningRate, batch, noise: 'none', seed: 1, share: 1 }));
  const losses = Array.from({ length: times }, () => valueIn(trial.fineTune(1)).loss);
  trial.delete();
  return { checkpoint, losses };
}

export async function fit_pca({ components, images, times }, options) {
  session ??= await createSession(options, firstImages(await fetchIdx(), images));
  return secondsOf(times, () => valueIn(session.fitPca(components)));
}
