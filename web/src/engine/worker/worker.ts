// The worker owns the module. The page runs two workers: the main one for the pen and for fine-tuning, and a
// second one for "Look inside", so that a long analysis never delays a drawing. A worker has no queue of its
// own; the page sends one look at a time, always the latest.

import * as Comlink from 'comlink';
import type { EngineApi } from '../engineApi';
import {
  type FineTuneProgress,
  type FineTuneRequest,
  failed,
  type Look,
  type LookInput,
  type LookRequest,
  type ModelSummary,
  type Outcome,
  type TimedReconstruction,
} from '../protocol';
import { analysis, sessionWithReference } from './analysis';
import { ErrorMeter } from './errorMeter';
import { experiments } from './experiments';
import { FineTuner } from './fineTuner';
import type { Session } from './hourglassModule';
import { firstImages } from './images';
import {
  closeSession,
  fetchCode,
  openSession,
  sessionOf,
  sharedSession,
  startSessions,
  unknownModel,
  withTemporarySession,
} from './sessions';

let tuner: FineTuner | null = null;

/** The checkpoint with each model's original weights, by the model's id. */
const originals = new Map<string, Uint8Array>();

function stopTuning(): void {
  tuner?.abandon();
  tuner = null;
}

/** Ends the training run of the model `id`, if there is one. */
function endTuningOf(id: string): void {
  if (tuner?.model === id) stopTuning();
}

function openCheckpoint(id: string, bytes: Uint8Array): Outcome<ModelSummary> {
  endTuningOf(id);
  return openSession(id, (session) => session.loadCheckpoint(bytes));
}

function see(tools: Session, input: LookInput): Outcome<Float32Array> {
  return input.kind === 'pixels' ? { value: input.pixels } : tools.normalise(input.grey, input.width, input.height);
}

/** The first runs of a model are slow, because code and weights are not at hand yet, so they are not timed. */
const untimedRuns = 3;
const warmModels = new Set<string>();

function rebuild(id: string, noisy: Float32Array, target: Float32Array): Outcome<TimedReconstruction> {
  const session = sessionOf(id);
  if (failed(session)) return session;
  for (let run = 0; run < untimedRuns && !warmModels.has(id); run++) session.value.look(noisy, target);
  warmModels.add(id);
  const begun = performance.now();
  const look = session.value.look(noisy, target);
  return failed(look) ? look : { value: { ...look.value, milliseconds: performance.now() - begun } };
}

function fillImages(session: Session, { digits, drawings }: FineTuneRequest): Outcome<number> {
  const loaded = session.loadImages(digits);
  return failed(loaded) || !drawings ? loaded : session.addDrawings(drawings);
}

function beginTraining(session: Session, { continues, recipe, seed, share }: FineTuneRequest): Outcome<null> {
  if (continues) return session.resumeTraining();
  const { learning_rate: learningRate, batch, noise } = recipe;
  return session.startFineTuning({ learningRate, batch, noise, seed, share });
}

const noRun = { error: 'No network is being trained.' };

const engine: EngineApi = {
  ...analysis,
  ...experiments,

  fetchCode,

  start: startSessions,

  answers() {},

  openModel(id, bytes) {
    const summary = openCheckpoint(id, bytes);
    if (!failed(summary)) originals.set(id, bytes);
    return summary;
  },

  createModel(id, name, seed) {
    endTuningOf(id);
    const summary = openSession(id, (session) => session.createModel(name, seed));
    const bytes = failed(summary) ? summary : engine.saveModel(id);
    if (failed(bytes)) return bytes;
    originals.set(id, bytes.value);
    return summary;
  },

  closeModel(id) {
    endTuningOf(id);
    closeSession(id);
    originals.delete(id);
    return { value: null };
  },

  saveModel(id) {
    const session = sessionOf(id);
    return failed(session) ? session : session.value.saveCheckpoint(false);
  },

  saveOnnx(id, part) {
    const session = sessionOf(id);
    return failed(session) ? session : session.value.saveOnnx(part);
  },

  originalModel(id) {
    const bytes = originals.get(id);
    return bytes ? { value: bytes } : unknownModel(id);
  },

  restoreModel: openCheckpoint,

  resetModel(id) {
    const original = engine.originalModel(id);
    return failed(original) ? original : openCheckpoint(id, original.value);
  },

  ask(id, question, args) {
    const session = sessionWithReference(id);
    if (failed(session)) return session;
    const answer = session.value[question] as (...args: readonly unknown[]) => Outcome<unknown>;
    return answer.apply(session.value, args as unknown[]);
  },

  openGallery(bytes) {
    const gallery = sharedSession();
    return failed(gallery) ? gallery : gallery.value.loadImages(bytes);
  },

  galleryImage(index) {
    const gallery = sharedSession();
    return failed(gallery) ? gallery : gallery.value.image(index);
  },

  readImages(bytes, most) {
    return withTemporarySession((session) => {
      const count = session.loadImages(bytes);
      return failed(count) ? count : firstImages(session, count.value, most);
    });
  },

  labels(bytes) {
    const tools = sharedSession();
    return failed(tools) ? tools : tools.value.labels(bytes);
  },

  look(request: LookRequest): Outcome<Look> {
    const tools = sharedSession();
    if (failed(tools)) return tools;
    const seen = see(tools.value, request.input);
    if (failed(seen)) return seen;
    const noisy = tools.value.corrupt(seen.value, request.noise, request.seed);
    if (failed(noisy)) return noisy;
    const models: Look['models'] = {};
    for (const id of request.models) models[id] = rebuild(id, noisy.value, seen.value);
    return { value: { seen: seen.value, noisy: noisy.value, models } };
  },

  startFineTuning(request: FineTuneRequest, report: (progress: FineTuneProgress) => void) {
    stopTuning();
    const session = sessionWithReference(request.model);
    if (failed(session)) return session;
    const count = fillImages(session.value, request);
    if (failed(count)) return count;
    const started = beginTraining(session.value, request);
    if (failed(started)) return started;
    const meter = new ErrorMeter(session.value);
    const made = new FineTuner(request.model, session.value, request.steps, report, meter);
    // A run that is continued keeps its own recipe, whose schedule the page does not know.
    const changed = request.continues ? started : made.change(request.recipe);
    if (failed(changed)) return changed;
    tuner = made;
    return count;
  },

  stepFineTuning() {
    tuner?.runOnce();
  },

  changeRecipe: (recipe) => tuner?.change(recipe) ?? noRun,

  bestWeights: () => tuner?.bestWeights() ?? noRun,

  saveRun: () => tuner?.save() ?? noRun,

  pauseFineTuning() {
    tuner?.pause();
  },

  resumeFineTuning(steps) {
    tuner?.extend(steps);
  },

  stopFineTuning: stopTuning,
};

Comlink.expose(engine);
