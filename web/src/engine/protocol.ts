// What crosses the interface between the page and its workers. Both sides compile this file, so it uses
// neither the DOM nor the module. Every call that can fail returns an Outcome; exceptions do not cross.

export type Outcome<T> = { value: T } | { error: string };

export function failed<T>(outcome: Outcome<T>): outcome is { error: string } {
  return 'error' in outcome;
}

export const imageSide = 28;
export const pixelCount = imageSide * imageSide;

/** A layer together with the activation that follows it, in the core's own field names. */
export interface LayerSummary {
  /** The layer's number in the checkpoint, where activations count too. */
  index: number;
  type: string;
  activation: string;
  input_shape: number[];
  output_shape: number[];
  /** Height and width of the window in convolutions, pooling and upsampling. */
  kernel?: number;
  stride?: number;
  weight_shape?: number[];
  bias_shape?: number[];
  parameters: number;
}

/** The settings of training that may change while a network trains, in the core's own field names. */
export interface TrainingRecipe {
  learning_rate: number;
  batch: number;
  noise: string;
  loss: string;
  /** λ: how strongly large numbers in the code are punished. */
  l1: number;
  epochs: number;
}

/** What the core says about a model, in its own field names. */
export interface ModelSummary {
  name: string;
  code_size: number;
  /** Channels, height and width. */
  code_shape: number[];
  /** How many layers of the checkpoint belong to the encoder. */
  encoder_layers: number;
  /** How many max-unpooling switches the encoder passes to the decoder in addition to the code. */
  switches: number;
  /** What the decoder gets, at 4 bytes per number or switch. */
  code_bytes: number;
  /** False if the decoder needs those switches. */
  decodes_alone: boolean;
  parameters: number;
  /** How many products of a weight and a number the network adds up for one picture. */
  multiply_adds: number;
  /** How the weights are found: by gradient descent, by an exact PCA fit, or not at all (the toy network). */
  fit: 'gradient' | 'pca' | 'none';
  loss: string;
  /** The noise of the model's own recipe, such as "none" or "gaussian:mixed:0.9". */
  noise: string;
  recipe: TrainingRecipe;
  layers: LayerSummary[];
}

/** The position in `layers` of the layer whose output is the code. */
export function codeLayer({ layers, encoder_layers }: ModelSummary): number {
  return layers.findLastIndex((layer) => layer.index < encoder_layers);
}

/** The core normalises a drawing; the pixels of a digit are used as they are. */
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
  /** The reconstruction minus the clean target, per pixel, in [−1, 1]. */
  difference: Float32Array;
  meanSquaredError: number;
}

export interface Reconstruction extends Rebuilt {
  code: Float32Array;
}

/** A reconstruction, and how long it took. */
export interface TimedReconstruction extends Reconstruction {
  milliseconds: number;
}

export interface Look {
  seen: Float32Array;
  noisy: Float32Array;
  models: Record<string, Outcome<TimedReconstruction>>;
}

/** A pixel as a byte: as training uses it, and as files of images hold it. */
export const pixelByte = (value: number) => Math.round(255 * value);

/** The first images of an IDX file, and how many it has in all. */
export interface ImageFile {
  count: number;
  images: Float32Array[];
}

export interface FineTuneRequest {
  model: string;
  /** The shipped training images, as IDX bytes. */
  digits: Uint8Array;
  /** The pixels of the visitor's drawings, one image after another, or null to train only on shipped images. */
  drawings: Float32Array | null;
  /** Whether to continue the run that the model's file holds, on the same images, instead of starting a new one. */
  continues: boolean;
  recipe: TrainingRecipe;
  seed: number;
  /** How far to move from the earlier weights to the newly trained ones; 1 is all the way. */
  share: number;
  steps: number;
}

/** A run to continue elsewhere: a checkpoint with the optimiser's state, and the training images' pixels as bytes. */
export interface SavedRun {
  checkpoint: Uint8Array;
  pixels: Uint8Array<ArrayBuffer>;
}

/** The parts of a model that an ONNX file can hold. */
export type OnnxPart = 'whole' | 'encoder' | 'decoder';

export type FineTunePhase = 'running' | 'paused' | 'finished' | 'failed';

export interface LossPoint {
  step: number;
  loss: number;
}

/** Fine-tuning measures test errors on this many of the first reference digits; the core has the same number. */
export const measuredDigits = 500;

/** Mean squared errors on held-out images, measured without noise. */
export interface HeldOutErrors {
  digits: number;
  /** Measured on the held-out quarter of the drawings; null if none is held out. */
  drawings: number | null;
}

export interface ErrorPoint extends HeldOutErrors {
  step: number;
}

export interface FineTuneProgress {
  model: string;
  phase: FineTunePhase;
  /** One point per slice of training since the last report, oldest first. */
  points: LossPoint[];
  /** The errors measured since the last report, oldest first. */
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
  /** Null requests the fastest variant that the browser can run. */
  variant: ModuleVariant | null;
  /** The number of threads, including the calling one; ignored if the variant has no threads. */
  threads: number;
}

export interface ModuleFacts {
  variant: ModuleVariant;
  threads: number;
  /** The addresses of all files that this browser needs to start the module, with and without threads. */
  files: string[];
}
