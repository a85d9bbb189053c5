// What the page asks about the inside of a model. The images behind every answer are the reference:
// the first 2,000 digits of the MNIST test set.

export interface AnalysisApi {
  /** Takes the reference as IDX bytes, once; it goes into the session of each model that needs it. */
  openReference(images: Uint8Array): void;
}
