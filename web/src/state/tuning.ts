// The side of fine-tuning that the rest of the page uses: which models can be trained, how a run ends, and what
// happens when weights change.

import { batch, computed } from '@preact/signals';
import { engine } from '../engine/client';
import { inOrder } from '../engine/inOrder';
import { failed } from '../engine/protocol';
import { refreshLook } from './live';
import { showError } from './messages';
import { type ModelCard, state } from './state';
import { keepWeights, type Tuned } from './visit';

/** A model counts as worse if its error has risen by more than this; a smaller rise may be due to chance. */
export const worseFactor = 1.02;

/** PCA is fitted exactly, not trained, so it is not offered for training. */
export function isTrainable(name: string): boolean {
  return !name.startsWith('pca-');
}

export const isTuning = computed(
  () => state.tuning.phase.value === 'running' || state.tuning.phase.value === 'starting',
);

/** Whether an error is no higher than before, apart from chance. */
export const isAsGood = (before: number, now: number) => now <= worseFactor * before;

/** Whether training here has made a model worse on test digits. */
export function isWorse(card: ModelCard): boolean {
  const measured = card.measured.value;
  return measured !== null && !isAsGood(measured.before, measured.now);
}

export function clearRun(phase: 'idle' | 'starting'): void {
  const { tuning } = state;
  batch(() => {
    tuning.phase.value = phase;
    tuning.run.value = null;
    tuning.step.value = 0;
    tuning.epoch.value = 0;
    tuning.stepsPerSecond.value = 0;
    tuning.lastStep.value = tuning.steps.value;
  });
}

/** Ends the run; the weights stay as they are. */
export async function forgetTuning(): Promise<void> {
  if (state.tuning.phase.value === 'idle') return;
  clearRun('idle');
  await engine.stopFineTuning();
}

export async function chooseTuningModel(id: string): Promise<void> {
  const ended = forgetTuning();
  state.tuning.model.value = id; // at once, so that Start can be pressed before the worker has answered
  await ended;
}

export function noteWeights(card: ModelCard, tuned: boolean): void {
  batch(() => {
    card.tuned.value = tuned;
    if (!tuned) card.run.value = null;
    card.weights.value++;
  });
  refreshLook();
}

/** Begins runs and replaces weights one after another, because new weights end the run of their model. */
export const afterLastChange = inOrder();

/** Gives a model weights that were saved earlier, and ends any run of that model. */
export function takeWeights(card: ModelCard, { bytes, measured, run = null }: Tuned): Promise<void> {
  if (state.tuning.model.value === card.id) void forgetTuning();
  return afterLastChange(async () => {
    const outcome = await engine.restoreModel(card.id, bytes);
    if (failed(outcome)) {
      showError(outcome.error);
      return;
    }
    card.measured.value = measured;
    card.run.value = run;
    noteWeights(card, true);
    await keepWeights(card);
  });
}
