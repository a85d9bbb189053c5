// What the page asks about the inside of a model. The images behind every answer are the reference:
// the first 2,000 digits of the MNIST test set.

import type { ModelSummary, Outcome, Rebuilt } from './protocol';

/** Images of one size, one after the other. */
export interface ImageStack {
  height: number;
  width: number;
  pixels: Float32Array;
}

export interface UnitStatistics {
  /** Of each code unit, over the reference. */
  meanActivation: Float32Array;
  /** The share of the reference for which the unit is not zero. */
  activeShare: Float32Array;
  /** Units that have one value for every image. */
  dead: number;
}

/** A unit's values at some percentiles, and the reference digits that have about them. */
export interface PercentileGallery {
  values: Float32Array;
  /** As many images as percentiles, one after the other. */
  images: Float32Array;
}

export interface Passed {
  code: Float32Array;
  output: Float32Array;
}

export interface AnalysisApi {
  /** Takes the reference as IDX bytes, once; it goes into the session of each model that needs it. */
  openReference(images: Uint8Array): void;
  unitStatistics(id: string): Outcome<UnitStatistics>;
  percentileGallery(id: string, unit: number, percentiles: readonly number[]): Outcome<PercentileGallery>;
  /** The weights of the first layer as images: what each of its units looks for. */
  filters(id: string): Outcome<ImageStack>;
  /** What each code unit adds to the picture, where the decoder is one layer. */
  atoms(id: string): Outcome<ImageStack>;
  /** Each number of an image's code at the place that max-unpooling gives it, a picture per channel. */
  unpooledCode(id: string, pixels: Float32Array): Outcome<ImageStack>;
  /** Opens under `id` the exact PCA of the images in `idx`. */
  fitComponents(id: string, idx: Uint8Array, components: number): Outcome<ModelSummary>;
  /** The share of the variance that each component of a PCA explains. */
  explainedVariance(id: string): Outcome<Float32Array>;
  /** An image rebuilt from the first components of a PCA alone. */
  rebuildFromFirst(id: string, pixels: Float32Array, components: number): Outcome<Rebuilt>;
  /** Six numbers through the toy network, which has fresh weights of one seed. */
  passThroughToy(input: Float32Array): Outcome<Passed>;
}
