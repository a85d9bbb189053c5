// A run of fine-tuning: what the worker reports, and starting, pausing, resuming and undoing the run.

import { batch, computed, effect, signal } from '@preact/signals';
import { engine, startFineTuning } from '../../engine/client';
import { type ErrorPoint, type FineTuneProgress, failed, type LossPoint } from '../../engine/protocol';
import { refreshLook } from '../../state/live';
import { reasonText, showError, showUndoable } from '../../state/messages';
import { modelCard, state } from '../../state/state';
import { clearRun, isTuning, noteWeights, takeWeights } from '../../state/tuning';
import { forgetWeights, keepWeights, tunedWeights } from '../../state/visit';
import { fineTuneRequest } from './request';

const mostPoints = 1200;
/** During a run, "Look inside" is updated at this interval. */
const weightsMilliseconds = 1500;
/** Weights are saved this often during a run, so that little is lost if the page is left. */
const keepMilliseconds = 5000;
let weightsNotedAt = 0;
let weightsKeptAt = 0;

export const secondsLeft = computed(() => {
  const { step, lastStep, stepsPerSecond } = state.tuning;
  if (stepsPerSecond.value <= 0) return null;
  return Math.max(0, lastStep.value - step.value) / stepsPerSecond.value;
});

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
export function askBeforeLeaving(): void {
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
  if (progress.error) showError(progress.error);
  noteNewWeights(progress);
  keepNewWeights(progress);
  refreshLook();
}

const settings = computed(() => {
  const { model, images, noise, learningRate, batch: batchSize } = state.tuning;
  return [model, images, noise, learningRate, batchSize].map(({ value }) => value).join();
});
const settingsOfRun = signal('');

/** Whether a paused or finished run can continue. After a change of settings, the next run is a new one. */
export const canContinue = computed(() => {
  const phase = state.tuning.phase.value;
  return (phase === 'paused' || phase === 'finished') && settingsOfRun.value === settings.value;
});

export async function startTuning(): Promise<void> {
  clearRun('starting');
  settingsOfRun.value = settings.value;
  try {
    const asked = await fineTuneRequest();
    const count = await startFineTuning(asked, onProgress);
    if (failed(count)) throw new Error(count.error);
    const card = modelCard(asked.model);
    if (card) {
      card.tuned.value = true;
      card.isShown.value = true;
    }
    if (state.tuning.phase.value === 'starting') state.tuning.phase.value = 'running';
  } catch (reason) {
    state.tuning.phase.value = 'idle';
    showError(reasonText(reason));
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

/** Ends the run and goes back to the weights the model was opened with. */
export async function resetTuning(): Promise<void> {
  const card = modelCard(state.tuning.model.value);
  if (!card) return;
  clearRun('idle');
  const tuned = await tunedWeights(card);
  const outcome = await engine.resetModel(card.id);
  if (failed(outcome)) {
    showError(outcome.error);
    return;
  }
  if (tuned) showUndoable(`${card.title} is back to its original weights.`, () => void takeWeights(card, tuned));
  card.measured.value = null;
  noteWeights(card, false);
  await forgetWeights(card.id);
}
