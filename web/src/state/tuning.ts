// The page's side of fine-tuning: what it asks of the worker, and what the worker reports.

import { batch, computed, effect, signal } from '@preact/signals';
import { engine, startFineTuning } from '../engine/client';
import { fetchBytes } from '../engine/fetchBytes';
import {
  type ErrorPoint,
  type FineTuneProgress,
  type FineTuneRequest,
  failed,
  type LossPoint,
  pixelCount,
} from '../engine/protocol';
import { openReference } from './explorer';
import { refreshLook } from './inference';
import { reasonText, tellError, tellUndoable } from './messages';
import { type ModelCard, modelCard, noiseText, state } from './state';
import { forgetWeights, keepWeights, type Tuned, tunedWeights } from './visit';

const mostPoints = 1200;
/** During a run, "Look inside" is updated at this interval. */
const weightsMilliseconds = 1500;
/** Learning rates for random weights and for weights that are trained already. */
const freshRate = 0.001;
const trainedRate = 0.00003;
/** How far a run moves already trained weights towards its result (see FineTuneOptions in the core). */
const trainedShare = 0.5;
/** A model counts as worse if its error has risen by more than this; a smaller rise may be due to chance. */
const worseFactor = 1.02;
const digitFiles = { sample: 'data/train-sample.idx.gz', more: 'data/train-more.idx.gz' };
/** Weights are saved this often during a run, so that little is lost if the page is left. */
const keepMilliseconds = 5000;
let weightsNotedAt = 0;
let weightsKeptAt = 0;
let referenceOpened: Promise<void> | null = null;
const digits = new Map<string, Promise<Uint8Array>>();

/** PCA is fitted exactly, not trained, so it is not offered for training. */
export function isTrainable(name: string): boolean {
  return !name.startsWith('pca-');
}

export const secondsLeft = computed(() => {
  const { step, lastStep, stepsPerSecond } = state.tuning;
  if (stepsPerSecond.value <= 0) return null;
  return Math.max(0, lastStep.value - step.value) / stepsPerSecond.value;
});

export const isTuning = computed(
  () => state.tuning.phase.value === 'running' || state.tuning.phase.value === 'starting',
);

/** Halves the number of points of a long run by merging neighbours, so that the plot stays fast. */
function thin(points: LossPoint[]): LossPoint[] {
  if (points.length <= mostPoints) return points;
  const halved: LossPoint[] = [];
  for (let index = 0; index + 1 < points.length; index += 2) {
    const [first, second] = [points[index], points[index + 1]];
    if (first && second) halved.push({ step: second.step, loss: (first.loss + second.loss) / 2 });
  }
  return halved;
}

/** Drops every second point of a long run, but never the first or the last. */
function thinErrors(points: ErrorPoint[]): ErrorPoint[] {
  if (points.length <= mostPoints) return points;
  return points.filter((_, index) => index === 0 || (points.length - 1 - index) % 2 === 0);
}

function noteErrors({ model, errors }: FineTuneProgress): void {
  const [first, last] = [errors[0], errors.at(-1)];
  if (!first || !last) return;
  state.tuning.errors.value = thinErrors([...state.tuning.errors.value, ...errors]);
  const measured = modelCard(model)?.measured;
  if (measured) measured.value = { before: measured.value?.before ?? first.digits, now: last.digits };
}

/** Whether training here has made a model worse on test digits. */
export function isWorse(card: ModelCard): boolean {
  const measured = card.measured.value;
  return measured !== null && measured.now > worseFactor * measured.before;
}

/** Reports new weights now and then during a run, for analyses that are too slow to follow every step. */
function noteNewWeights(progress: FineTuneProgress): void {
  const now = performance.now();
  if (progress.phase === 'running' && now - weightsNotedAt < weightsMilliseconds) return;
  weightsNotedAt = now;
  const card = modelCard(progress.model);
  if (card) card.weights.value++;
}

function keepNewWeights({ model, phase }: FineTuneProgress): void {
  const now = performance.now();
  if (phase === 'running' && now - weightsKeptAt < keepMilliseconds) return;
  weightsKeptAt = now;
  const card = modelCard(model);
  if (card) void keepWeights(card);
}

function warnOfLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/** Makes the browser ask before the page is left during a run. */
export function guardRuns(): void {
  effect(() => {
    if (isTuning.value) addEventListener('beforeunload', warnOfLeaving);
    else removeEventListener('beforeunload', warnOfLeaving);
  });
}

function onProgress(progress: FineTuneProgress): void {
  const { tuning } = state;
  // A report can still arrive after its run has been discarded.
  if (tuning.phase.value === 'idle' || progress.model !== tuning.model.value) return;
  batch(() => {
    tuning.points.value = thin([...tuning.points.value, ...progress.points]);
    tuning.step.value = progress.step;
    tuning.epoch.value = progress.epoch;
    tuning.stepsPerSecond.value = progress.stepsPerSecond;
    tuning.phase.value = progress.phase;
    noteErrors(progress);
  });
  if (progress.error) tellError(progress.error);
  noteNewWeights(progress);
  keepNewWeights(progress);
  refreshLook();
}

async function fetchDigits(file: string): Promise<Uint8Array> {
  const bytes = digits.get(file) ?? fetchBytes(file);
  digits.set(file, bytes);
  try {
    return await bytes;
  } catch (reason) {
    digits.delete(file);
    throw reason;
  }
}

/** The shipped sample of training images as IDX bytes, fetched once. */
export function sampleBytes(): Promise<Uint8Array> {
  return fetchDigits(digitFiles.sample);
}

/** Gives the main engine the test digits on which errors are measured, once. */
async function openTestDigits(): Promise<void> {
  try {
    await (referenceOpened ??= openReference(engine));
  } catch (reason) {
    referenceOpened = null;
    throw reason;
  }
}

/** The pixels of all kept drawings, one drawing after another. */
function drawnPixels(): Float32Array {
  const drawings = state.drawings.value;
  if (drawings.length === 0)
    throw new Error('There are no drawings to train on: keep one first, or choose only MNIST.');
  const pixels = new Float32Array(drawings.length * pixelCount);
  for (const [index, drawing] of drawings.entries()) pixels.set(drawing.pixels, index * pixelCount);
  return pixels;
}

function isFresh(model: string): boolean {
  return modelCard(model)?.origin.kind === 'fresh';
}

/** The learning rate unless the visitor chooses one. */
export const automaticRate = computed(() => (isFresh(state.tuning.model.value) ? freshRate : trainedRate));

function trainingNoise(): string {
  const choice = state.tuning.noise.value;
  if (choice === 'none') return 'none';
  if (choice === 'panel') return noiseText.value;
  return modelCard(state.tuning.model.value)?.summary.value?.noise ?? 'none';
}

async function request(): Promise<FineTuneRequest> {
  const { tuning } = state;
  const model = tuning.model.value;
  const images = tuning.images.value;
  const rate = tuning.learningRate.value;
  const drawings = images === 'drawings' || images === 'both' ? drawnPixels() : null;
  const file = images === 'more' || images === 'both' ? digitFiles.more : digitFiles.sample;
  const [bytes] = await Promise.all([fetchDigits(file), openTestDigits()]);
  return {
    model,
    digits: bytes,
    drawings,
    learningRate: rate === 'automatic' ? automaticRate.value : rate,
    batch: tuning.batch.value,
    noise: trainingNoise(),
    seed: state.noise.seed.value,
    share: isFresh(model) ? 1 : trainedShare,
    steps: tuning.steps.value,
  };
}

function clearRun(phase: 'idle' | 'starting'): void {
  const { tuning } = state;
  batch(() => {
    tuning.phase.value = phase;
    tuning.points.value = [];
    tuning.errors.value = [];
    tuning.step.value = 0;
    tuning.epoch.value = 0;
    tuning.stepsPerSecond.value = 0;
    tuning.lastStep.value = tuning.steps.value;
  });
}

const settings = computed(() => {
  const { model, images, noise, learningRate, batch: batchSize } = state.tuning;
  return [model, images, noise, learningRate, batchSize].map(({ value }) => value).join();
});
const settingsOfRun = signal('');

/** Whether a paused or finished run can continue. After a change of settings, the next run is a new one. */
export const canGoOn = computed(() => {
  const phase = state.tuning.phase.value;
  return (phase === 'paused' || phase === 'finished') && settingsOfRun.value === settings.value;
});

export async function startTuning(): Promise<void> {
  clearRun('starting');
  settingsOfRun.value = settings.value;
  try {
    const asked = await request();
    const count = await startFineTuning(asked, onProgress);
    if (failed(count)) throw new Error(count.error);
    const card = modelCard(asked.model);
    if (card) {
      card.tuned.value = true;
      card.onBench.value = true;
    }
    if (state.tuning.phase.value === 'starting') state.tuning.phase.value = 'running';
  } catch (reason) {
    state.tuning.phase.value = 'idle';
    tellError(reasonText(reason));
  }
}

export async function pauseTuning(): Promise<void> {
  await engine.pauseFineTuning();
}

export async function resumeTuning(): Promise<void> {
  const { tuning } = state;
  if (tuning.phase.value === 'finished') tuning.lastStep.value = tuning.step.value + tuning.steps.value;
  tuning.phase.value = 'running';
  await engine.resumeFineTuning(tuning.steps.value);
}

/** Ends the run; the weights stay as they are. */
export async function forgetTuning(): Promise<void> {
  if (state.tuning.phase.value === 'idle') return;
  clearRun('idle');
  await engine.stopFineTuning();
}

function noteWeights(card: ModelCard, tuned: boolean): void {
  batch(() => {
    card.tuned.value = tuned;
    card.weights.value++;
  });
  refreshLook();
}

/** Gives a model weights that were saved earlier, and ends any run of that model. */
export async function takeWeights(card: ModelCard, { bytes, measured }: Tuned): Promise<void> {
  if (state.tuning.model.value === card.id) await forgetTuning();
  const outcome = await engine.restoreModel(card.id, bytes);
  if (failed(outcome)) {
    tellError(outcome.error);
    return;
  }
  card.measured.value = measured;
  noteWeights(card, true);
  await keepWeights(card);
}

/** Ends the run and goes back to the weights the model was opened with. */
export async function resetTuning(): Promise<void> {
  const card = modelCard(state.tuning.model.value);
  if (!card) return;
  clearRun('idle');
  const tuned = await tunedWeights(card);
  const outcome = await engine.resetModel(card.id);
  if (failed(outcome)) {
    tellError(outcome.error);
    return;
  }
  if (tuned) tellUndoable(`${card.title} is back to its original weights.`, () => void takeWeights(card, tuned));
  card.measured.value = null;
  noteWeights(card, false);
  await forgetWeights(card.id);
}

export async function chooseTuningModel(id: string): Promise<void> {
  await forgetTuning();
  state.tuning.model.value = id;
}
