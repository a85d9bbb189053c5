// What is restored after a reload: the ink, the visitor's own models, tuned weights and which models are
// shown. Each tab keeps its own work, separate from that of other tabs.

import { effect } from '@preact/signals';
import { engine } from '../engine/client';
import { latestOnly } from '../engine/latest';
import { failed } from '../engine/protocol';
import type { Mark } from './marks';
import { type MeasuredErrors, type ModelCard, type ModelOrigin, shownModels, state } from './state';
import { forget, forgetOld, keep, keptUnder } from './storage';

/** The number must be raised when the format changes: the page does not read older formats. */
const prefix = 'visit-1/';
const idKey = 'hourglass-visit';
/** How long to wait for the lock on a visit's id: a reloaded page gets it at once, a duplicated tab never does. */
const nameMilliseconds = 2000;
const keptMilliseconds = 30 * 24 * 3600 * 1000;
/** How long the first picture waits for storage that is slow to answer. */
const readMilliseconds = 1000;

export interface Ink {
  marks: Mark[];
  undone: Mark[];
  fixed: number;
}

export interface OwnModel {
  id: string;
  origin: ModelOrigin;
  bytes: Uint8Array;
}

/** A model's fine-tuned weights and their measured errors. */
export interface Tuned {
  bytes: Uint8Array;
  measured: MeasuredErrors | null;
  /** The run that led to them, if it is known. */
  run?: string | null;
}

export interface Visit {
  ink: Ink | null;
  own: OwnModel[];
  /** Fine-tuned weights, by the id of their model. */
  tuned: Map<string, Tuned>;
  /** The ids of the models that rebuild the drawing. */
  shown: string[];
}

const noVisit: Visit = { ink: null, own: [], tuned: new Map(), shown: [] };

/** An id begins with the current time, so that old visits can be found and deleted. */
const newId = () => `${Date.now()}-${crypto.getRandomValues(new Uint32Array(1))[0]}`;

function rememberedId(): string | null {
  try {
    return sessionStorage.getItem(idKey);
  } catch {
    return null;
  }
}

function remember(id: string): string {
  try {
    sessionStorage.setItem(idKey, id);
  } catch {
    // Without storage the tab starts from scratch after each reload.
  }
  return id;
}

/** Reserves an id for as long as this page is open, or returns true if another page has already reserved it. */
async function isTaken(id: string): Promise<boolean> {
  // Locks exist only on secure pages.
  if (!('locks' in navigator)) return false;
  return new Promise((resolve) => {
    const hold = () => {
      resolve(false);
      return new Promise<never>(() => undefined);
    };
    navigator.locks
      .request(prefix + id, { signal: AbortSignal.timeout(nameMilliseconds) }, hold)
      .catch(() => resolve(true));
  });
}

const earlierId = rememberedId();

/** Returns this tab's id. A duplicated tab restores the first tab's work, but saves its own under a new id. */
async function ownId(): Promise<string> {
  const id = earlierId ?? newId();
  if (!(await isTaken(id))) return remember(id);
  return remember(newId());
}

const id = ownId();

const keyOf = async (name: string): Promise<string> => `${prefix}${await id}/${name}`;
const keepHere = async (name: string, value: unknown): Promise<boolean> => keep(await keyOf(name), value);
const forgetHere = async (name: string): Promise<boolean> => forget(await keyOf(name));

async function readRecords(earlier: string): Promise<Visit> {
  const visit: Visit = { ...noVisit, own: [], tuned: new Map() };
  const start = `${prefix}${earlier}/`;
  for (const [key, value] of await keptUnder(start)) {
    const [kind, name] = key.slice(start.length).split('/');
    if (kind === 'ink') visit.ink = value as Ink;
    if (kind === 'bench') visit.shown = value as string[];
    if (kind === 'own') visit.own.push(value as OwnModel);
    if (kind === 'tuned' && name) visit.tuned.set(name, value as Tuned);
  }
  return visit;
}

/** Reads what this tab had before it was reloaded. */
export function readVisit(): Promise<Visit> {
  if (earlierId === null) return Promise.resolve(noVisit);
  const late = new Promise<Visit>((resolve) => setTimeout(() => resolve(noVisit), readMilliseconds));
  return Promise.race([readRecords(earlierId), late]);
}

async function forgetOldVisits(): Promise<void> {
  const own = await keyOf('');
  const oldest = Date.now() - keptMilliseconds;
  await forgetOld(prefix, (key) => !key.startsWith(own) && Number.parseInt(key.slice(prefix.length), 10) < oldest);
}

/** Saves the ink and the choice of models whenever they change. */
export function keepVisit(): void {
  const { marks, undone, fixed } = state.pad;
  const keepInk = latestOnly(async () => {
    await keepHere('ink', { marks: marks.value, undone: undone.value, fixed: fixed.value });
  });
  effect(() => {
    void undone.value;
    if (marks.value.length > 0) keepInk();
  });
  effect(() => {
    const shown = shownModels.value.map((card) => card.id);
    void keepHere('bench', shown);
  });
  void forgetOldVisits();
}

export async function keepOwnModel({ id: model, origin }: ModelCard): Promise<void> {
  const bytes = await engine.originalModel(model);
  if (failed(bytes)) return;
  const own: OwnModel = { id: model, origin, bytes: bytes.value };
  await keepHere(`own/${model}`, own);
}

export async function forgetModel(model: string): Promise<void> {
  await Promise.all([forgetHere(`own/${model}`), forgetHere(`tuned/${model}`)]);
}

/** Returns a model's weights if it has been fine-tuned on the page, or null. */
export async function tunedWeights({ id: model, tuned, measured, run }: ModelCard): Promise<Tuned | null> {
  if (!tuned.value) return null;
  const bytes = await engine.saveModel(model);
  return failed(bytes) ? null : { bytes: bytes.value, measured: measured.value, run: run.value };
}

export async function keepWeights(card: ModelCard): Promise<void> {
  const tuned = await tunedWeights(card);
  if (tuned) await keepHere(`tuned/${card.id}`, tuned);
}

export async function forgetWeights(model: string): Promise<void> {
  await forgetHere(`tuned/${model}`);
}
