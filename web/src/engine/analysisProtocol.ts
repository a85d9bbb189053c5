// Questions about the inside of a model. Those about many images use the reference images: the first
// 2,000 digits of the MNIST test set.

import type { ModelSummary, Outcome, Rebuilt } from './protocol';

export interface Passed {
  code: Float32Array;
  output: Float32Array;
}

export interface AnalysisApi {
  /** Hands over the reference images (IDX bytes), once; every model that needs them then uses these bytes. */
  openReference(images: Uint8Array): void;
  /** Fits PCA exactly to the images in `idx` and opens it as model `id`. */
  fitComponents(id: string, idx: Uint8Array, components: number): Outcome<ModelSummary>;
  /** An image rebuilt from only the first components of a PCA. */
  rebuildFromFirst(id: string, pixels: Float32Array, components: number): Outcome<Rebuilt>;
  /** Runs six numbers through the toy network, whose weights are random with a fixed seed. */
  passThroughToy(input: Float32Array): Outcome<Passed>;
}
