// The calls that the page makes to a worker.

import type { AnalysisApi } from './analysisProtocol';
import type { ExperimentApi } from './experimentProtocol';
import type {
  FineTuneProgress,
  FineTuneRequest,
  ImageFile,
  Look,
  LookRequest,
  ModelSummary,
  ModuleFacts,
  ModuleRequest,
  OnnxPart,
  Outcome,
  SavedRun,
  TrainingRecipe,
} from './protocol';
import type { Question } from './questions';

export interface EngineApi extends AnalysisApi, ExperimentApi {
  /** Must be called first: fetches and compiles the module. */
  fetchCode(request: ModuleRequest): Promise<Outcome<null>>;
  /** Starts the fetched module and its threads. */
  start(): Promise<Outcome<ModuleFacts>>;
  /** Does nothing, at once: a worker that does not answer this call is busy or hangs. */
  answers(): void;
  openModel(id: string, bytes: Uint8Array): Outcome<ModelSummary>;
  /** Creates a model with random weights from a preset's name or layer sizes such as 784-128-16. */
  createModel(id: string, name: string, seed: number): Outcome<ModelSummary>;
  closeModel(id: string): Outcome<null>;
  saveModel(id: string): Outcome<Uint8Array>;
  /** The model, or a part of it, as an ONNX file. */
  saveOnnx(id: string, part: OnnxPart): Outcome<Uint8Array>;
  /** The checkpoint with the model's original weights: those it had when it was opened or created. */
  originalModel(id: string): Outcome<Uint8Array>;
  /** Restores earlier weights of an open model; `resetModel` still goes back to the original ones. */
  restoreModel(id: string, bytes: Uint8Array): Outcome<ModelSummary>;
  resetModel(id: string): Outcome<ModelSummary>;
  openGallery(bytes: Uint8Array): Outcome<number>;
  galleryImage(index: number): Outcome<Float32Array>;
  /** Calls a method of the model's session; the page calls this through `ask` in client.ts, which knows the types. */
  ask(id: string, question: Question, args: readonly unknown[]): Outcome<unknown>;
  /** The first images, at most `most`, in IDX bytes of the visitor's own. */
  readImages(bytes: Uint8Array, most: number): Outcome<ImageFile>;
  /** The labels in IDX bytes, one per image. */
  labels(bytes: Uint8Array): Outcome<Uint8Array>;
  look(request: LookRequest): Outcome<Look>;
  /**
   * Starts fine-tuning and returns the number of training images; progress arrives through `report`.
   * The error is measured on the reference images, which must have been loaded.
   */
  startFineTuning(request: FineTuneRequest, report: (progress: FineTuneProgress) => void): Outcome<number>;
  /** Trains one step further and pauses. */
  stepFineTuning(): void;
  /** Changes the settings from the next step on, and returns the number of steps done so far. */
  changeRecipe(recipe: TrainingRecipe): Outcome<number>;
  /** The weights of the current run with the lowest error on test digits so far. */
  bestWeights(): Outcome<Uint8Array>;
  /** The current run as it is now, to continue it on the command line. */
  saveRun(): Outcome<SavedRun>;
  pauseFineTuning(): void;
  /** Continues a paused run to its end, or a finished one for another `steps` steps, with the same optimiser. */
  resumeFineTuning(steps: number): void;
  stopFineTuning(): void;
}
