// Experiments with a model: noise, out-of-distribution inputs, codes changed by hand, interpolation, and a
// linear network that converges to PCA. "Reference" is defined in analysisProtocol.ts.

import type { FineTuneProgress, ModelSummary, Outcome } from './protocol';

/** A noisy picture, its reconstruction, and the error of each against the clean picture. */
export interface NoiseLevel {
  noisy: Float32Array;
  noisyError: number;
  rebuilt: Float32Array;
  rebuiltError: number;
}

/** Which pictures to rank. */
export type PictureSource =
  | { kind: 'given'; pixels: Float32Array }
  | { kind: 'digits'; from: number; count: number }
  | { kind: 'gallery'; from: number; count: number }
  | { kind: 'noise'; count: number; seed: number }
  | { kind: 'blank' };

export interface RankedPicture {
  pixels: Float32Array;
  rebuilt: Float32Array;
  meanSquaredError: number;
  /** The share of reference images that the model rebuilds with a lower error, in percent. */
  percentile: number;
}

/** The core computes percentiles 0, 1, …, 100 of each code unit. */
export const percentilesPerUnit = 101;

/** A picture's code, and for each of its numbers the percentile among the reference codes. */
export interface PlacedCode {
  code: Float32Array;
  percentiles: Float32Array;
}

/** Two series from one picture to another: decoded from interpolated codes, and blended pixel by pixel. */
export interface Interpolation {
  decoded: Float32Array;
  blended: Float32Array;
}

export interface WalksRequest {
  model: string;
  pixels: Float32Array;
  /** Standard deviation of a step, per pixel and per code unit. */
  pixelDeviation: number;
  codeDeviation: number;
  count: number;
  seed: number;
}

/** The pictures of a random walk through the pixels, and those decoded from a random walk through the codes. */
export interface Walks {
  pixels: Float32Array;
  codes: Float32Array;
}

export interface LinearTraining {
  learningRate: number;
  batch: number;
  seed: number;
  steps: number;
}

export interface LinearProgress extends FineTuneProgress {
  /** Principal angles between the network's subspace and PCA's, in degrees, ascending. */
  angles: Float32Array;
}

/** The id of the linear network that is trained live. */
export const linearNetwork = 'live-linear';

export interface ExperimentApi {
  /** One entry per noise; `noises` are in the core's notation. */
  noiseLevels(model: string, clean: Float32Array, noises: string[], seed: number): Outcome<NoiseLevel[]>;
  rankPictures(model: string, source: PictureSource): Outcome<RankedPicture[]>;
  placeCode(model: string, pixels: Float32Array): Outcome<PlacedCode>;
  decodeAt(model: string, x: number, y: number): Outcome<Float32Array>;
  placeOnMap(model: string, pixels: Float32Array): Outcome<Float32Array>;
  interpolate(model: string, a: Float32Array, b: Float32Array, count: number): Outcome<Interpolation>;
  walks(request: WalksRequest): Outcome<Walks>;
  /** Creates the network linear-K with random weights and loads its training images (IDX bytes). */
  openLinear(components: number, seed: number, images: Uint8Array): Outcome<ModelSummary>;
  /** Trains this network with a new optimiser. */
  trainLinear(training: LinearTraining, report: (progress: LinearProgress) => void): Outcome<null>;
  pauseLinear(): void;
  /** Continues a paused run to its end, or a finished one for another `steps` steps, with the same optimiser. */
  resumeLinear(steps: number): void;
}
