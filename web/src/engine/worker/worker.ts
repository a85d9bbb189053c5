// The worker owns the module: one Session per model, and one for the shipped test digits, which
// also normalises drawings and adds noise. It keeps no queue of its own; the client sends one look
// at a time, the latest.

import * as Comlink from 'comlink';
import {
  failed,
  type EngineApi,
  type FineTuneProgress,
  type FineTuneRequest,
  type Look,
  type LookInput,
  type LookRequest,
  type Outcome,
  type Reconstruction,
} from '../protocol';
import { FineTuner } from './fineTuner';
import { loadSessionMaker, type Session } from './hourglassModule';
import { summarise } from './summary';

const notStarted = { error: 'The network module has not been started yet.' };

let makeSession: (() => Session) | null = null;
let gallery: Session | null = null;
let tuner: FineTuner | null = null;
const sessions = new Map<string, Session>();

function sessionOf(id: string): Outcome<Session> {
  const session = sessions.get(id);
  return session ? { value: session } : { error: `No model is open under the name "${id}".` };
}

function stopTuning(): void {
  tuner?.abandon();
  tuner = null;
}

function see(tools: Session, input: LookInput): Outcome<Float32Array> {
  return input.kind === 'pixels'
    ? { value: input.pixels }
    : tools.normalise(input.grey, input.width, input.height);
}

function rebuild(
  id: string,
  noisy: Float32Array,
  target: Float32Array,
): Outcome<Reconstruction> {
  const session = sessionOf(id);
  if (failed(session)) return session;
  const rebuilt = session.value.reconstruct(noisy);
  if (failed(rebuilt)) return rebuilt;
  const code = session.value.encode(noisy);
  if (failed(code)) return code;
  const comparison = session.value.compare(rebuilt.value, target);
  if (failed(comparison)) return comparison;
  return { value: { rebuilt: rebuilt.value, code: code.value, ...comparison.value } };
}

function fillImages(session: Session, request: FineTuneRequest): Outcome<number> {
  const cleared = session.clearImages();
  if (failed(cleared)) return cleared;
  let count: Outcome<number> = { value: 0 };
  if (request.sample) count = session.loadImages(request.sample);
  for (const drawing of request.drawings) {
    if (failed(count)) return count;
    count = session.addImage(drawing);
  }
  if (!failed(count) && count.value === 0) {
    return { error: 'There are no images to train on: keep a drawing, or take the MNIST sample.' };
  }
  return count;
}

const engine: EngineApi = {
  async start() {
    const maker = await loadSessionMaker();
    if (failed(maker)) return maker;
    makeSession = maker.value;
    gallery = makeSession();
    return { value: null };
  },

  openModel(id, bytes) {
    if (!makeSession) return notStarted;
    const session = makeSession();
    const loaded = session.loadCheckpoint(bytes);
    const summary = failed(loaded) ? loaded : summarise(session);
    if (failed(summary)) {
      session.delete();
      return summary;
    }
    engine.closeModel(id);
    sessions.set(id, session);
    return summary;
  },

  closeModel(id) {
    if (tuner?.model === id) stopTuning();
    sessions.get(id)?.delete();
    sessions.delete(id);
    return { value: null };
  },

  saveModel(id) {
    const session = sessionOf(id);
    return failed(session) ? session : session.value.saveCheckpoint();
  },

  resetModel(id) {
    if (tuner?.model === id) stopTuning();
    const session = sessionOf(id);
    return failed(session) ? session : session.value.reset();
  },

  openGallery(bytes) {
    return gallery ? gallery.loadImages(bytes) : notStarted;
  },

  galleryImage(index) {
    return gallery ? gallery.image(index) : notStarted;
  },

  look(request: LookRequest): Outcome<Look> {
    if (!gallery) return notStarted;
    const seen = see(gallery, request.input);
    if (failed(seen)) return seen;
    const noisy = gallery.corrupt(seen.value, request.noise, request.seed);
    if (failed(noisy)) return noisy;
    const models: Look['models'] = {};
    for (const id of request.models) models[id] = rebuild(id, noisy.value, seen.value);
    return { value: { seen: seen.value, noisy: noisy.value, models } };
  },

  startFineTuning(request: FineTuneRequest, report: (progress: FineTuneProgress) => void) {
    stopTuning();
    const session = sessionOf(request.model);
    if (failed(session)) return session;
    const count = fillImages(session.value, request);
    if (failed(count)) return count;
    const { learningRate, batch, noise, seed } = request;
    const started = session.value.startFineTuning({ learningRate, batch, noise, seed });
    if (failed(started)) return started;
    tuner = new FineTuner(request.model, session.value, request.steps, report);
    tuner.run();
    return count;
  },

  pauseFineTuning() {
    tuner?.pause();
  },

  resumeFineTuning(steps) {
    tuner?.extend(steps);
  },

  stopFineTuning: stopTuning,
};

Comlink.expose(engine);
