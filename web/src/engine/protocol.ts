// What the page and its worker say to each other, written before either. No DOM and no module here:
// both sides compile this file. Every answer that can fail is an Outcome; nothing throws across.

import type { AnalysisApi } from './analysisProtocol';
import type { ExploringApi } from './exploringProtocol';

export type Outcome<T> = { value: T } | { error: string };

export function failed<T>(outcome: Outcome<T>): outcome is { error: string } {
  return 'error' in outcome;
}

export const imageSide = 28;
export const pixelCount = imageSide * imageSide;

export interface LayerSummary {
  type: string;
  activation: string;
  inputShape: number[];
  outputShape: number[];
  /** Of convolutions, pooling and upsampling; null elsewhere. */
  kernel: number | null;
  stride: number | null;
  weightShape: number[] | null;
  biasShape: number[] | null;
  parameters: number;
}

export interface ModelSummary {
  name: string;
  codeSize: number;
  /** One number for a flat code; channels, height and width for one of images. */
  codeShape: number[];
  /** The layer whose output is the code. */
  codeLayer: number;
  /** How many numbers max-unpooling takes past the code. */
  switches: number;
  /** False where the decoder needs those switches. */
  decodesAlone: boolean;
  parameters: number;
  /** How the weights come to be: by training, computed exactly, or not at all (a toy). */
  fit: 'gradient' | 'pca' | 'none';
  loss: string;
  /** The noise of the model's own recipe, in the core's notation ("none", "gaussian:mixed:0.9"). */
  noise: string;
  layers: LayerSummary[];
}

/** A drawing goes through the core's normaliser; pixels (a test digit) are taken as they are. */
export type LookInput =
  | { kind: 'drawing'; grey: Uint8Array; width: number; height: number }
  | { kind: 'pixels'; pixels: Float32Array };

export interface LookRequest {
  input: LookInput;
  noise: string;
  seed: number;
  models: string[];
}

export interface Rebuilt {
  rebuilt: Float32Array;
  /** rebuilt − clean target, per pixel, in [−1, 1]. */
  difference: Float32Array;
  meanSquaredError: number;
}

export interface Reconstruction extends Rebuilt {
  code: Float32Array;
}

export interface Look {
  seen: Float32Array;
  noisy: Float32Array;
  models: Record<string, Outcome<Reconstruction>>;
}

export interface FineTuneRequest {
  model: string;
  /** IDX bytes of shipped images. */
  digits: Uint8Array;
  /** Images one after the other, or null to train on shipped images alone. */
  drawings: Float32Array | null;
  learningRate: number;
  batch: number;
  noise: string;
  seed: number;
  /** How far to move from the weights before training to the trained ones; 1 is all the way. */
  share: number;
  steps: number;
}

export type FineTunePhase = 'running' | 'paused' | 'finished' | 'failed';

export interface LossPoint {
  step: number;
  loss: number;
}

/** How many test digits are measured, of the reference's first ones; the core has the same number. */
export const measuredDigits = 500;

/** Mean squared errors on images that are not trained on, without noise. */
export interface HeldOutErrors {
  digits: number;
  /** Of one kept drawing in four; null where none is held out. */
  drawings: number | null;
}

export interface ErrorPoint extends HeldOutErrors {
  step: number;
}

export interface FineTuneProgress {
  model: string;
  phase: FineTunePhase;
  /** The slices since the last report, oldest first. */
  points: LossPoint[];
  /** What was measured since the last report, oldest first. */
  errors: ErrorPoint[];
  step: number;
  epoch: number;
  stepsPerSecond: number;
  error: string | null;
}

/** One core, compiled four times: with and without threads, with and without relaxed SIMD. */
export const moduleVariants = ['plain', 'relaxed', 'threads', 'threads-relaxed'] as const;
export type ModuleVariant = (typeof moduleVariants)[number];

export interface ModuleRequest {
  /** Null for the fastest that the browser can run. */
  variant: ModuleVariant | null;
  /** The calling one among them; 1 where the variant has none. */
  threads: number;
}

export interface ModuleFacts {
  variant: ModuleVariant;
  threads: number;
  /** The addresses of all that this browser needs to start the module, on one thread and on several. */
  files: string[];
}

export interface EngineApi extends AnalysisApi, ExploringApi {
  /** Comes first: fetches and compiles the module. */
  fetchCode(request: ModuleRequest): Promise<Outcome<null>>;
  /** Starts what has been fetched, and its threads. */
  start(): Promise<Outcome<ModuleFacts>>;
  openModel(id: string, bytes: Uint8Array): Outcome<ModelSummary>;
  /** A model of a preset's name or of widths such as 784-128-16, with fresh weights. */
  createModel(id: string, name: string, seed: number): Outcome<ModelSummary>;
  closeModel(id: string): Outcome<null>;
  saveModel(id: string): Outcome<Uint8Array>;
  /** The checkpoint that the model was opened or created with. */
  originalModel(id: string): Outcome<Uint8Array>;
  /** Gives an open model weights that it had before; `resetModel` still goes back to the original. */
  restoreModel(id: string, bytes: Uint8Array): Outcome<ModelSummary>;
  resetModel(id: string): Outcome<ModelSummary>;
  openGallery(bytes: Uint8Array): Outcome<number>;
  galleryImage(index: number): Outcome<Float32Array>;
  look(request: LookRequest): Outcome<Look>;
  /**
   * Answers with the number of images trained on; progress arrives through `report`. Errors are
   * measured on the reference, which has to be open.
   */
  startFineTuning(request: FineTuneRequest, report: (progress: FineTuneProgress) => void): Outcome<number>;
  pauseFineTuning(): void;
  /** Goes on with the same images and optimiser until `steps` further steps are done. */
  resumeFineTuning(steps: number): void;
  stopFineTuning(): void;
}
