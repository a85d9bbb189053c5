// Questions about the inside of a model. Those about many images use the reference images: the first
// 2,000 digits of the MNIST test set.

import type { ModelSummary, Outcome, Rebuilt } from './protocol';

/** Images of the same size, stored one after another. */
export interface ImageStack {
  height: number;
  width: number;
  pixels: Float32Array;
}

export interface UnitStatistics {
  /** The mean value of each code unit over the reference images. */
  meanActivation: Float32Array;
  /** The share of reference images for which the unit is not zero. */
  activeShare: Float32Array;
  /** How many units have the same value for every image. */
  dead: number;
}

/** A unit's values at some percentiles, and the reference digits closest to those values. */
export interface PercentileGallery {
  values: Float32Array;
  /** One image per percentile, stored one after another. */
  images: Float32Array;
}

export interface Passed {
  code: Float32Array;
  output: Float32Array;
}

export interface AnalysisApi {
  /** Hands over the reference images (IDX bytes), once; every model that needs them then uses these bytes. */
  openReference(images: Uint8Array): void;
  unitStatistics(id: string): Outcome<UnitStatistics>;
  percentileGallery(id: string, unit: number, percentiles: readonly number[]): Outcome<PercentileGallery>;
  /** The weights of the first layer as images, which show what each of its units responds to. */
  filters(id: string): Outcome<ImageStack>;
  /** What each code unit adds to the picture. Returns an error unless the decoder is a single layer. */
  atoms(id: string): Outcome<ImageStack>;
  /** An image's code after max-unpooling, one picture per channel, with each number where its switch puts it. */
  unpooledCode(id: string, pixels: Float32Array): Outcome<ImageStack>;
  /** Fits PCA exactly to the images in `idx` and opens it as model `id`. */
  fitComponents(id: string, idx: Uint8Array, components: number): Outcome<ModelSummary>;
  /** The share of the variance that each component of a PCA explains. */
  explainedVariance(id: string): Outcome<Float32Array>;
  /** An image rebuilt from only the first components of a PCA. */
  rebuildFromFirst(id: string, pixels: Float32Array, components: number): Outcome<Rebuilt>;
  /** Runs six numbers through the toy network, whose weights are random with a fixed seed. */
  passThroughToy(input: Float32Array): Outcome<Passed>;
}
