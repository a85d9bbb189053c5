// A run of fine-tuning: what the worker reports, and starting, pausing, resuming and undoing the run.

import { batch, computed, effect, signal, untracked } from '@preact/signals';
import { engine, startFineTuning } from '../../engine/client';
import { latestOnly } from '../../engine/latest';
import { type FineTuneProgress, failed } from '../../engine/protocol';
import { t } from '../../language/t';
import { refreshLook } from '../../state/live';
import { reasonText, showError, showUndoable } from '../../state/messages';
import { modelCard, state, type TrainingImages } from '../../state/state';
import { afterLastChange, clearRun, isTuning, noteWeights, takeWeights } from '../../state/tuning';
import { forgetWeights, keepWeights, tunedWeights } from '../../state/visit';
import { fineTuneRequest, recipe, takeRecipeOfFile } from './request';
import { compareFirstLosses } from './runs/firstLosses';
import { clearWarnings, countDeadUnits, lossBroke } from './runs/guard';
import { beginRun, extendRun, noteRecipe } from './runs/runs';

/** During a run, "Look inside" is updated at this interval. */
const weightsMilliseconds = 1500;
/** Weights are saved this often during a run, so that little is lost if the page is left. */
const keepMilliseconds = 4000;
const unitsMilliseconds = 10_000;
let unitsCountedAt = 0;
let weightsNotedAt = 0;
let weightsKeptAt = 0;

export const secondsLeft = computed(() => {
  const { step, lastStep, stepsPerSecond } = state.tuning;
  if (stepsPerSecond.value <= 0) return null;
  return Math.max(0, lastStep.value - step.value) / stepsPerSecond.value;
});

function noteErrors({ model, errors }: FineTuneProgress): void {
  const [first, last] = [errors[0], errors.at(-1)];
  if (!first || !last) return;
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

/** The guard explains a loss that is not a number; other failures are explained by the core. */
function noteFailure(error: string | null): void {
  lossBroke.value = error?.includes('no longer finite') ?? false;
  if (error && !lossBroke.value) showError(error);
}

/** Counts dead units when a run stands still, and now and then before. */
function watchUnits({ phase }: FineTuneProgress): void {
  const now = performance.now();
  if (phase === 'running' && now - unitsCountedAt < unitsMilliseconds) return;
  unitsCountedAt = now;
  countDeadUnits();
}

function onProgress(progress: FineTuneProgress): void {
  const { tuning } = state;
  batch(() => {
    extendRun(progress);
    tuning.step.value = progress.step;
    tuning.epoch.value = progress.epoch;
    tuning.stepsPerSecond.value = progress.stepsPerSecond;
    tuning.phase.value = progress.phase;
    noteErrors(progress);
  });
  noteFailure(progress.error);
  noteNewWeights(progress);
  keepNewWeights(progress);
  watchUnits(progress);
  refreshLook();
}

/** Counts the runs begun. Reports and answers can still arrive after their run has been discarded. */
let runsBegun = 0;

const isDiscarded = (number: number) => number !== runsBegun || state.tuning.phase.value === 'idle';

const imagesOfRun = signal<TrainingImages | null>(null);

/** Whether a paused or finished run can go on. With other images, the next run is a new one. */
export const canContinue = computed(() => {
  const phase = state.tuning.phase.value;
  return (phase === 'paused' || phase === 'finished') && imagesOfRun.value === state.tuning.images.value;
});

async function begin(number: number, continues: boolean): Promise<void> {
  const asked = await fineTuneRequest(continues);
  if (isDiscarded(number)) return;
  const count = await startFineTuning(asked, (progress) => {
    if (!isDiscarded(number)) onProgress(progress);
  });
  if (isDiscarded(number)) return;
  if (failed(count)) throw new Error(count.error);
  clearWarnings();
  const run = beginRun(asked.model, asked.recipe);
  const card = modelCard(asked.model);
  if (card) {
    if (!card.tuned.value && state.tuning.images.value === 'sample') void compareFirstLosses(run, asked);
    card.tuned.value = true;
    card.isShown.value = true;
  }
  state.tuning.phase.value = 'running';
}

async function beginTuning(goOn: () => Promise<void>, continues = false): Promise<void> {
  const number = ++runsBegun;
  clearRun('starting');
  imagesOfRun.value = state.tuning.images.value;
  try {
    await afterLastChange(() => begin(number, continues));
    if (!isDiscarded(number)) await goOn();
  } catch (reason) {
    if (isDiscarded(number)) return;
    state.tuning.phase.value = 'idle';
    showError(reasonText(reason));
  }
}

const trainToEnd = () => engine.resumeFineTuning(state.tuning.steps.value);
export const startTuning = () => beginTuning(trainToEnd);

/** Whether the chosen network is from a file with a run that can go on. */
export const canContinueFile = computed(() => {
  const card = modelCard(state.tuning.model.value);
  return card?.holdsRun === true && !card.tuned.value;
});

/** Goes on with the run of the network's file, exactly where it was saved. */
export async function continueFile(): Promise<void> {
  takeRecipeOfFile();
  await beginTuning(trainToEnd, true);
}

/** Takes one training step, as the first of a new run if none can go on. */
export async function stepTuning(): Promise<void> {
  if (!canContinue.value) {
    await beginTuning(() => engine.stepFineTuning());
    return;
  }
  const { phase, step, lastStep } = state.tuning;
  if (phase.value === 'finished') lastStep.value = step.value + 1;
  phase.value = 'running';
  await engine.stepFineTuning();
}

const updateRecipe = latestOnly(async () => {
  const run = state.tuning.run.value;
  const asked = recipe.value;
  if (!run || JSON.stringify(asked) === JSON.stringify(run.recipe.value)) return;
  const step = await engine.changeRecipe(asked);
  if (failed(step)) showError(step.error);
  else noteRecipe(run, step.value, asked);
});

/** Passes every change of the settings on to the run, which uses them from its next step on. */
export function followSettings(): () => void {
  return effect(() => {
    void recipe.value;
    if (state.tuning.run.value) untracked(updateRecipe);
  });
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
export function resetTuning(): Promise<void> {
  const card = modelCard(state.tuning.model.value);
  clearRun('idle');
  return afterLastChange(async () => {
    if (!card) return;
    const tuned = await tunedWeights(card);
    const outcome = await engine.resetModel(card.id);
    if (failed(outcome)) {
      showError(outcome.error);
      return;
    }
    if (tuned) showUndoable(t`${card.title} is back to its original weights.`, () => void takeWeights(card, tuned));
    card.measured.value = null;
    noteWeights(card, false);
    await forgetWeights(card.id);
  });
}
