// The runs that the plots show together. Each keeps its name, colour and line style as long as it is listed.

import { batch, signal } from '@preact/signals';
import type { FineTuneProgress, LossPoint, TrainingRecipe } from '../../../engine/protocol';
import { t } from '../../../language/t';
import { modelCard, state, type TuningRun } from '../../../state/state';
import { changesBetween, settingsText } from './settings';

interface LineStyle {
  /** A CSS variable. */
  colour: string;
  line?: 'dashed' | 'dotted' | 'dash-dotted';
}

/** Runs differ in colour and in line style, for those who cannot tell the colours apart. */
export const lineStyles: readonly LineStyle[] = [
  { colour: '--sand' },
  { colour: '--glass', line: 'dashed' },
  { colour: '--curve-third', line: 'dotted' },
  { colour: '--curve-fourth', line: 'dash-dotted' },
];
const mostPoints = 1200;
/** Further changes of one setting within this time, as by a slider, count as one. */
const changeMilliseconds = 1000;
let changedAt = 0;
let started = 0;

export const nameOf = (run: TuningRun) => t`Run ${run.number}`;
export const styleOf = (run: TuningRun): LineStyle => lineStyles[run.style] ?? { colour: '--ink' };

/** Lists a new run; when all line styles are taken, the oldest run makes room. */
export function beginRun(model: string, recipe: TrainingRecipe): TuningRun {
  const { tuning } = state;
  const others = tuning.runs.value.slice(-(lineStyles.length - 1));
  const run: TuningRun = {
    number: ++started,
    about: `${modelCard(model)?.title ?? model}, ${settingsText(recipe)}`,
    style: lineStyles.findIndex((_, style) => others.every((other) => other.style !== style)),
    recipe: signal(recipe),
    isShown: signal(true),
    points: signal([]),
    errors: signal([]),
    changes: signal([]),
    isReproduced: signal(false),
  };
  batch(() => {
    tuning.runs.value = [...others, run];
    tuning.run.value = run;
  });
  return run;
}

/** Takes a run off the plots. One that can go on still can, but is not plotted any more. */
export function removeRun(run: TuningRun): void {
  state.tuning.runs.value = state.tuning.runs.value.filter((one) => one !== run);
}

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
function thinErrors<T>(points: T[]): T[] {
  if (points.length <= mostPoints) return points;
  return points.filter((_, index) => index === 0 || (points.length - 1 - index) % 2 === 0);
}

export function extendRun({ points, errors }: FineTuneProgress): void {
  const run = state.tuning.run.value;
  if (!run) return;
  run.points.value = thin([...run.points.value, ...points]);
  run.errors.value = thinErrors([...run.errors.value, ...errors]);
}

/** Notes in a run which settings are new after `step` steps. */
export function noteRecipe(run: TuningRun, step: number, recipe: TrainingRecipe): void {
  const now = performance.now();
  const isRecent = now - changedAt < changeMilliseconds;
  changedAt = now;
  for (const change of changesBetween(run.recipe.value, recipe)) {
    const last = run.changes.value.at(-1);
    const replaces = last?.setting === change.setting && (isRecent || last.step === step);
    run.changes.value = [...run.changes.value.slice(0, replaces ? -1 : undefined), { step, ...change }];
  }
  run.recipe.value = recipe;
}
