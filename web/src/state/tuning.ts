// Fine-tuning as the page sees it: what is asked of the worker and what it reports.

import { batch, computed, effect } from '@preact/signals';
import { engine, startFineTuning } from '../engine/client';
import { fetchBytes } from '../engine/fetchBytes';
import { failed, type FineTuneProgress, type FineTuneRequest, type LossPoint } from '../engine/protocol';
import { refreshLook } from './inference';
import { reasonText, tellError, tellUndoable } from './messages';
import { modelCard, noiseText, state, type ModelCard } from './state';
import { forgetWeights, keepWeights } from './visit';

const mostPoints = 1200;
/** Between two rounds of the analyses that follow a training run. */
const weightsMilliseconds = 1500;
let weightsNotedAt = 0;
const keepMilliseconds = 5000;
let weightsKeptAt = 0;
let sample: Promise<Uint8Array> | null = null;

/** PCA is fitted exactly, not trained; it stays out of the list. */
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

/** Halves the number of points by joining neighbours, so that a long run stays a light plot. */
function thin(points: LossPoint[]): LossPoint[] {
  if (points.length <= mostPoints) return points;
  const halved: LossPoint[] = [];
  for (let index = 0; index + 1 < points.length; index += 2) {
    const [first, second] = [points[index], points[index + 1]];
    if (first && second) halved.push({ step: second.step, loss: (first.loss + second.loss) / 2 });
  }
  return halved;
}

/** Counts new weights now and then while a run lasts, for what is too heavy to follow every step. */
function noteNewWeights(progress: FineTuneProgress): void {
  const now = performance.now();
  if (progress.phase === 'running' && now - weightsNotedAt < weightsMilliseconds) return;
  weightsNotedAt = now;
  const card = modelCard(progress.model);
  if (card) card.weights.value++;
}

/** Whoever leaves in the middle of a run loses the last seconds of it. */
function keepNewWeights({ model, phase }: FineTuneProgress): void {
  const now = performance.now();
  if (phase === 'running' && now - weightsKeptAt < keepMilliseconds) return;
  weightsKeptAt = now;
  void keepWeights(model);
}

function warnOfLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/** Browsers ask whether to leave the page while a run lasts. */
export function guardRuns(): void {
  effect(() => {
    if (isTuning.value) addEventListener('beforeunload', warnOfLeaving);
    else removeEventListener('beforeunload', warnOfLeaving);
  });
}

function onProgress(progress: FineTuneProgress): void {
  const { tuning } = state;
  // A report can still be under way when its run has been forgotten.
  if (tuning.phase.value === 'idle' || progress.model !== tuning.model.value) return;
  batch(() => {
    tuning.points.value = thin([...tuning.points.value, ...progress.points]);
    tuning.step.value = progress.step;
    tuning.epoch.value = progress.epoch;
    tuning.stepsPerSecond.value = progress.stepsPerSecond;
    tuning.phase.value = progress.phase;
  });
  if (progress.error) tellError(progress.error);
  noteNewWeights(progress);
  keepNewWeights(progress);
  refreshLook();
}

/** The shipped training images as IDX bytes, fetched once. */
export async function sampleBytes(): Promise<Uint8Array> {
  sample ??= fetchBytes('data/train-sample.idx.gz');
  try {
    return await sample;
  } catch (reason) {
    sample = null;
    throw reason;
  }
}

function trainingNoise(): string {
  const choice = state.tuning.noise.value;
  if (choice === 'none') return 'none';
  if (choice === 'panel') return noiseText.value;
  return modelCard(state.tuning.model.value)?.summary.value?.noise ?? 'none';
}

async function request(): Promise<FineTuneRequest> {
  const { tuning } = state;
  const images = tuning.images.value;
  return {
    model: tuning.model.value,
    sample: images === 'drawings' ? null : await sampleBytes(),
    drawings: images === 'sample' ? [] : state.drawings.value.map((drawing) => drawing.pixels),
    learningRate: tuning.learningRate.value,
    batch: tuning.batch.value,
    noise: trainingNoise(),
    seed: state.noise.seed.value,
    steps: tuning.steps.value,
  };
}

function clearRun(phase: 'idle' | 'starting'): void {
  const { tuning } = state;
  batch(() => {
    tuning.phase.value = phase;
    tuning.points.value = [];
    tuning.step.value = 0;
    tuning.epoch.value = 0;
    tuning.stepsPerSecond.value = 0;
    tuning.lastStep.value = tuning.steps.value;
  });
}

export async function startTuning(): Promise<void> {
  clearRun('starting');
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

/** Gives a model weights that it was trained to before. */
export async function takeWeights(card: ModelCard, bytes: Uint8Array): Promise<void> {
  const outcome = await engine.restoreModel(card.id, bytes);
  if (failed(outcome)) {
    tellError(outcome.error);
    return;
  }
  noteWeights(card, true);
  await keepWeights(card.id);
}

/** Ends the run and goes back to the weights the model was opened with. */
export async function resetTuning(): Promise<void> {
  const card = modelCard(state.tuning.model.value);
  if (!card) return;
  clearRun('idle');
  const tuned = await engine.saveModel(card.id);
  const outcome = await engine.resetModel(card.id);
  if (failed(outcome)) tellError(outcome.error);
  else if (card.tuned.value && !failed(tuned)) {
    tellUndoable(`${card.title} has its original weights again.`, () => void takeWeights(card, tuned.value));
  }
  noteWeights(card, false);
  await forgetWeights(card.id);
}

export async function chooseTuningModel(id: string): Promise<void> {
  await forgetTuning();
  state.tuning.model.value = id;
}
