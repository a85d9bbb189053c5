// Ours: the shipped module through its Session, as the page's worker uses it.

import { fetchIdx, secondsOf } from './images.mjs';

let session;

function valueOf(outcome) {
  if ('error' in outcome) throw new Error(outcome.error);
  return outcome.value;
}

async function createSession(path) {
  const { default: createModule } = await import(path);
  const { Session } = await createModule();
  const created = new Session();
  valueOf(created.loadImages(await fetchIdx()));
  return created;
}

export async function prepare({ listing, batch }, { module }) {
  session ??= await createSession(module);
  const { learning_rate: learningRate, noise } = listing.recipe;
  valueOf(session.createModel(listing.name, 1));
  valueOf(session.startFineTuning({ learningRate, batch, noise, seed: 1 }));
}

export function train({ times }) {
  return secondsOf(1, () => valueOf(session.fineTune(times)));
}

export function reconstruct({ images, times }) {
  const pixels = new Float32Array(images * 784);
  for (let i = 0; i < images; i++) pixels.set(valueOf(session.image(i)), i * 784);
  return secondsOf(times, () => valueOf(session.reconstruct(pixels)));
}
