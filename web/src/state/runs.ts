// The runs of fine-tuning that this browser keeps, each with the weights it led to. All tabs share them.

import { signal } from '@preact/signals';
import type { ErrorPoint, LossPoint, TrainingRecipe } from '../engine/protocol';
import { t } from '../language/t';
import { showError, showNote } from './messages';
import { openCheckpoint, openListed } from './models';
import { type ModelCard, type RunChange, state, type TrainingImages } from './state';
import { forget, keep, keptUnder } from './storage';
import { takeWeights } from './tuning';
import type { Tuned } from './visit';

export interface RunModel {
  id: string;
  title: string;
  name: string;
  origin: string;
  isShipped: boolean;
}

export interface Run {
  /** Begins with the time at which the run started, so that the order of ids is that of the runs. */
  id: string;
  startedAt: number;
  model: RunModel;
  images: TrainingImages;
  /** How many drawings it trained on, including those held out. */
  drawings: number;
  /** The settings at the start. */
  recipe: TrainingRecipe;
  changes: readonly RunChange[];
  seed: number;
  steps: number;
  losses: LossPoint[];
  errors: ErrorPoint[];
  /** The size of its weights. */
  bytes: number;
}

const prefix = 'run/';
const weightsPrefix = 'run-weights/';
export const mostRuns = 12;
/** Tells the other tabs that the runs have changed. */
const otherTabs = new BroadcastChannel('hourglass-runs');

/** Newest first. */
export const runs = signal<readonly Run[]>([]);

function show(all: readonly Run[]): void {
  runs.value = [...all].sort((a, b) => b.startedAt - a.startedAt || b.id.localeCompare(a.id));
}

async function readRuns(): Promise<void> {
  show([...(await keptUnder(prefix)).values()] as Run[]);
}

export async function openRuns(): Promise<void> {
  otherTabs.addEventListener('message', () => void readRuns());
  await readRuns();
}

/** Tells models of the same name apart, in any tab and in any language. */
const originKey = ({ origin }: ModelCard) => Object.values(origin).join(' ');

export function modelOfRun(card: ModelCard): RunModel {
  const { id, title, origin, summary } = card;
  return { id, title, name: summary.value?.name ?? id, origin: originKey(card), isShipped: origin.kind === 'shipped' };
}

async function drop({ id }: Run): Promise<void> {
  show(runs.value.filter((run) => run.id !== id));
  await Promise.all([forget(prefix + id), forget(weightsPrefix + id)]);
}

export async function removeRun(run: Run): Promise<void> {
  await drop(run);
  otherTabs.postMessage(null);
}

/** Keeps a run, or what has become of it since it was last kept; beyond `mostRuns`, the oldest is dropped. */
export async function keepRun(run: Run, weights: Tuned): Promise<void> {
  show([run, ...runs.value.filter(({ id }) => id !== run.id)]);
  const surplus = runs.value.slice(mostRuns);
  await Promise.all([keep(prefix + run.id, run), keep(weightsPrefix + run.id, weights), ...surplus.map(drop)]);
  otherTabs.postMessage(null);
}

/** The card of a run's model; in another tab, a model of the visitor's own may have another id. */
async function cardOf({ id, name, origin, isShipped }: RunModel): Promise<ModelCard | undefined> {
  if (isShipped) return openListed(id);
  return state.models.value.find((card) => card.summary.value?.name === name && originKey(card) === origin);
}

/** Gives the model of a run the weights that it had at the run's end. */
export async function goBackTo({ id, model }: Run): Promise<void> {
  const key = weightsPrefix + id;
  const weights = (await keptUnder(key)).get(key) as Tuned | undefined;
  if (!weights) {
    showError(t`The weights of this run are no longer stored in this browser.`);
    return;
  }
  const card = await cardOf(model);
  if (card) {
    await takeWeights(card, { ...weights, run: id });
    card.isShown.value = true;
    state.tuning.model.value = card.id;
    return;
  }
  // The model was the visitor's own and is not open in this tab.
  const problem = await openCheckpoint(`${model.name}-tuned.safetensors`, weights.bytes);
  if (problem) showError(problem);
  else showNote(t`${model.title} is open again, with the weights of this run. It is listed after the other models.`);
}
