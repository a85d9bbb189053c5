// Fine-tuning as the page sees it: what is asked of the worker and what it reports.

import { batch, computed } from '@preact/signals';
import { engine, startFineTuning } from '../engine/client';
import { fetchBytes } from '../engine/fetchBytes';
import { failed, type FineTuneProgress, type FineTuneRequest, type LossPoint } from '../engine/protocol';
import { refreshLook } from './inference';
import { reasonText, tellError } from './messages';
import { modelCard, noiseText, state } from './state';

const mostPoints = 1200;
/** Between two rounds of the analyses that follow a training run. */
const weightsMilliseconds = 1500;
let weightsNotedAt = 0;
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

/** Ends the run and goes back to the weights the model was opened with. */
export async function resetTuning(): Promise<void> {
  const id = state.tuning.model.value;
  clearRun('idle');
  const outcome = await engine.resetModel(id);
  if (failed(outcome)) tellError(outcome.error);
  const card = modelCard(id);
  if (card) {
    card.tuned.value = false;
    card.weights.value++;
  }
  refreshLook();
}

export async function chooseTuningModel(id: string): Promise<void> {
  await forgetTuning();
  state.tuning.model.value = id;
}
