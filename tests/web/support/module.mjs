// The module without the page, to compare with what the page shows.

import { readFile } from 'node:fs/promises';
import { dataFile, inProject, modelFile, shippedModels } from './harness.mjs';

/** The errors for a shipped test digit as the module computes them without the page. */
export async function errorsOfModule(digit, noise, seed) {
  const { default: createModule } = await import(inProject('build/wasm/wasm/hourglass.js'));
  const { Session } = await createModule();
  const gallery = new Session();
  gallery.loadImages(await dataFile('test-sample.idx'));
  const clean = gallery.image(digit).value;
  const errors = [];
  for (const model of shippedModels) {
    const session = new Session();
    session.loadCheckpoint(await readFile(inProject(`web/public/models/${modelFile(model)}`)));
    const rebuilt = session.reconstruct(gallery.corrupt(clean, noise, seed).value).value;
    errors.push(session.compare(rebuilt, clean).value.meanSquaredError.toFixed(4));
  }
  return errors;
}

/** Opens the module without any page, and loads a shipped model and the test digits. */
export async function sessionOf(model) {
  const { default: createModule } = await import(inProject('build/wasm/wasm/hourglass.js'));
  const session = new (await createModule()).Session();
  session.loadCheckpoint(await readFile(inProject(`web/public/models/${modelFile(model)}`)));
  session.loadReference(await dataFile('test-reference.idx'));
  return session;
}
