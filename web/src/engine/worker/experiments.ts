// Performs the experiments of experimentProtocol.ts.

import {
  type ExperimentApi,
  type LinearProgress,
  linearNetwork,
  type NoiseLevel,
  type PictureSource,
  type RankedPicture,
} from '../experimentProtocol';
import { type FineTuneProgress, failed, type Outcome, pixelCount } from '../protocol';
import { sessionWithReference } from './analysis';
import { FineTuner } from './fineTuner';
import type { Session } from './hourglassModule';
import { openSession, sessionOf, sharedSession, withSession } from './sessions';

let linear: FineTuner | null = null;

/** Returns the answers to all questions in order, or the first error. */
function all<Q, T>(questions: readonly Q[], answer: (question: Q) => Outcome<T>): Outcome<T[]> {
  const values: T[] = [];
  for (const question of questions) {
    const one = answer(question);
    if (failed(one)) return one;
    values.push(one.value);
  }
  return { value: values };
}

function noiseLevel(session: Session, clean: Float32Array, noise: string, seed: number): Outcome<NoiseLevel> {
  const noisy = session.corrupt(clean, noise, seed);
  if (failed(noisy)) return noisy;
  const before = session.compare(noisy.value, clean);
  if (failed(before)) return before;
  const after = session.look(noisy.value, clean);
  if (failed(after)) return after;
  return {
    value: {
      noisy: noisy.value,
      noisyError: before.value.meanSquaredError,
      rebuilt: after.value.rebuilt,
      rebuiltError: after.value.meanSquaredError,
    },
  };
}

const range = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

function picturesOf(model: Session, source: PictureSource): Outcome<Float32Array[]> {
  switch (source.kind) {
    case 'given':
      return { value: [source.pixels] };
    case 'blank':
      return { value: [new Float32Array(pixelCount)] };
    case 'digits':
      return all(range(source.from, source.count), (index) => model.referenceImage(index));
    case 'gallery':
      return withSession(sharedSession(), (gallery) =>
        all(range(source.from, source.count), (index) => gallery.image(index)),
      );
    case 'noise': {
      const noise = model.uniformNoise(source.count, source.seed);
      return failed(noise) ? noise : { value: split(noise.value) };
    }
  }
}

function split(images: Float32Array): Float32Array[] {
  return Array.from({ length: images.length / pixelCount }, (_, index) =>
    images.slice(index * pixelCount, (index + 1) * pixelCount),
  );
}

function rankOne(model: Session, pixels: Float32Array): Outcome<RankedPicture> {
  const rebuilt = model.reconstruct(pixels);
  if (failed(rebuilt)) return rebuilt;
  const error = model.errorPercentile(pixels);
  return failed(error) ? error : { value: { pixels, rebuilt: rebuilt.value, ...error.value } };
}

/** Returns a `report` that adds the current angles; if they cannot be computed, it ends the run as failed. */
function withAngles(
  session: Session,
  report: (progress: LinearProgress) => void,
): (progress: FineTuneProgress) => void {
  return (progress) => {
    const angles = session.principalAngles();
    if (failed(angles)) {
      linear?.abandon();
      report({ ...progress, phase: 'failed', error: angles.error, angles: new Float32Array() });
    } else report({ ...progress, angles: angles.value });
  };
}

export const experiments: ExperimentApi = {
  noiseLevels: (model, clean, noises, seed) =>
    withSession(sessionOf(model), (session) => all(noises, (noise) => noiseLevel(session, clean, noise, seed))),

  rankPictures: (model, source) =>
    withSession(sessionWithReference(model), (session) => {
      const pictures = picturesOf(session, source);
      return failed(pictures) ? pictures : all(pictures.value, (pixels) => rankOne(session, pixels));
    }),

  placeCode: (model, pixels) =>
    withSession(sessionWithReference(model), (session) => {
      const code = session.encode(pixels);
      if (failed(code)) return code;
      const percentiles = session.percentilesOfCode(code.value);
      if (failed(percentiles)) return percentiles;
      return { value: { code: code.value, percentiles: percentiles.value } };
    }),

  decodeAt: (model, x, y) =>
    withSession(sessionWithReference(model), (session) => {
      const code = session.codeAt(x, y);
      return failed(code) ? code : session.decode(code.value);
    }),

  placeOnMap: (model, pixels) =>
    withSession(sessionWithReference(model), (session) => {
      const code = session.encode(pixels);
      return failed(code) ? code : session.placeOnMap(code.value);
    }),

  interpolate: (model, a, b, count) =>
    withSession(sessionOf(model), (session) => {
      const decoded = session.interpolateCodes(a, b, count);
      if (failed(decoded)) return decoded;
      const blended = session.blendPixels(a, b, count);
      if (failed(blended)) return blended;
      return { value: { decoded: decoded.value, blended: blended.value } };
    }),

  walks: ({ model, pixels, pixelDeviation, codeDeviation, count, seed }) =>
    withSession(sessionOf(model), (session) => {
      const throughPixels = session.walkPixels(pixels, pixelDeviation, count, seed);
      if (failed(throughPixels)) return throughPixels;
      const throughCodes = session.walkCodes(pixels, codeDeviation, count, seed);
      if (failed(throughCodes)) return throughCodes;
      return { value: { pixels: throughPixels.value, codes: throughCodes.value } };
    }),

  openLinear(components, seed, images) {
    linear?.abandon();
    linear = null;
    return openSession(linearNetwork, (session) => {
      const created = session.createModel(`linear-${components}`, seed);
      return failed(created) ? created : session.loadImages(images);
    });
  },

  trainLinear: ({ learningRate, batch, seed, steps }, report) =>
    withSession(sessionOf(linearNetwork), (session) => {
      linear?.abandon();
      const started = session.startFineTuning({ learningRate, batch, noise: 'none', seed, share: 1 });
      if (failed(started)) return started;
      linear = new FineTuner(linearNetwork, session, steps, withAngles(session, report));
      linear.run();
      return { value: null };
    }),

  pauseLinear() {
    linear?.pause();
  },

  resumeLinear(steps) {
    linear?.extend(steps);
  },
};
