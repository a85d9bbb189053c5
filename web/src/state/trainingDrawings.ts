// The visitor's own training images, which this browser stores. Each has its own record, so that two open tabs
// can add to the same set.

import { pixelByte, pixelCount } from '../engine/protocol';
import { plural, t } from '../language/t';
import { lookSettled } from './live';
import { onlyTestDigit } from './marks';
import { showError, showNote, showUndoable } from './messages';
import { type Drawing, state } from './state';
import { forget, forgetAll, keepAll, keptUnder } from './storage';
import { answer, answers, promptedDigit } from './writing';

const prefix = 'drawing/';
/** Earlier versions kept the whole set as one record of this name. */
const formerKey = 'hourglass-drawings';
export const mostDrawings = 200;
/** Tells the other tabs that the set has changed. */
const otherTabs = new BroadcastChannel('hourglass-drawings');
/** Drawings that are not stored yet, or that could not be stored. */
const unstored = new Set<Drawing>();

function isDrawing(value: unknown): value is Drawing {
  const drawing = value as Partial<Drawing> | null;
  return (
    typeof drawing?.id === 'string' &&
    typeof drawing.keptAt === 'number' &&
    drawing.pixels instanceof Float32Array &&
    drawing.pixels.length === pixelCount
  );
}

function show(drawings: Drawing[]): void {
  state.drawings.value = drawings.sort((a, b) => a.keptAt - b.keptAt || a.id.localeCompare(b.id));
}

/** Drawings of earlier versions have no label. */
const withLabel = (drawing: Drawing): Drawing => ({ ...drawing, label: drawing.label ?? null });

async function readDrawings(): Promise<void> {
  const stored = [...(await keptUnder(prefix)).values()].filter(isDrawing).map(withLabel);
  const byId = new Map([...stored, ...unstored].map((drawing) => [drawing.id, drawing]));
  show([...byId.values()]);
}

const newId = () => crypto.getRandomValues(new Uint32Array(4)).join('-');

/** Stores all of the drawings, or none of them. */
async function store(drawings: readonly Drawing[]): Promise<void> {
  for (const drawing of drawings) unstored.add(drawing);
  const records = drawings.map((drawing): [string, Drawing] => [prefix + drawing.id, drawing]);
  if (await keepAll(records)) for (const drawing of drawings) unstored.delete(drawing);
}

async function takeOverFormerSet(): Promise<void> {
  const former = (await keptUnder(formerKey)).get(formerKey);
  if (!Array.isArray(former)) return;
  const drawings = former.map((drawing: object, index) => ({ ...drawing, keptAt: index })).filter(isDrawing);
  await store(drawings);
  await forget(formerKey);
}

/** Shows the stored drawings, and reads them again whenever another tab adds or removes some. */
export async function openDrawings(): Promise<void> {
  otherTabs.addEventListener('message', () => void readDrawings());
  await takeOverFormerSet();
  await readDrawings();
}

async function add(drawings: readonly Drawing[]): Promise<void> {
  show([...state.drawings.value, ...drawings]);
  await store(drawings);
  otherTabs.postMessage(null);
}

function areSame(a: Float32Array, b: Float32Array): boolean {
  return a.every((value, index) => pixelByte(value) === pixelByte(b[index] ?? 0));
}

function isAmong(drawings: readonly Drawing[], pixels: Float32Array): boolean {
  return drawings.some((drawing) => areSame(drawing.pixels, pixels));
}

/** How many more drawings can be kept. */
export const roomLeft = () => mostDrawings - state.drawings.value.length;

/** Says in one sentence why the picture on the pad cannot be kept, or returns null. */
function objection(pixels: Float32Array | null): string | null {
  if (!pixels) return t`There is nothing to keep yet: draw a digit first.`;
  if (onlyTestDigit(state.pad.marks.value)) {
    return t`This is a test digit, and networks must not be trained on those: draw your own.`;
  }
  if (isAmong(state.drawings.value, pixels)) return t`You have already kept this drawing.`;
  return roomLeft() > 0 ? null : t`You can keep at most ${mostDrawings} drawings: remove one first.`;
}

/** Keeps the picture on the pad; if it answers a prompt, with the digit that was asked for as its label. */
export async function keepDrawing(): Promise<void> {
  const asked = answers.peek();
  await lookSettled();
  // A second press on the button answers the same prompt.
  if (answers.peek() !== asked) return;
  const pixels = state.seen.value;
  const refusal = objection(pixels);
  if (refusal || !pixels) {
    if (refusal) showError(refusal);
    return;
  }
  const label = promptedDigit.peek();
  const drawing = { id: newId(), keptAt: Date.now(), label, pixels: pixels.slice() };
  if (label !== null) answer(drawing);
  await add([drawing]);
  if (label !== null) return;
  const count = state.drawings.value.length;
  showNote(plural(count, t`Kept. You have one drawing to train on.`, t`Kept. You have ${count} drawings to train on.`));
}

export async function labelDrawing(drawing: Drawing, label: number | null): Promise<void> {
  const labelled = { ...drawing, label };
  show(state.drawings.value.map((one) => (one === drawing ? labelled : one)));
  unstored.delete(drawing);
  await store([labelled]);
  otherTabs.postMessage(null);
}

/** Keeps drawings from files in their order, except those that are kept already; returns those that are new. */
export async function addDrawings(found: readonly Pick<Drawing, 'pixels' | 'label'>[]): Promise<Drawing[]> {
  // Drawings are listed by the time they were kept.
  let keptAt = Math.max(Date.now(), state.drawings.value.at(-1)?.keptAt ?? 0);
  const added: Drawing[] = [];
  for (const { pixels, label } of found) {
    if (added.length === roomLeft()) break;
    if (isAmong([...state.drawings.value, ...added], pixels)) continue;
    added.push({ id: newId(), keptAt: ++keptAt, label, pixels });
  }
  if (added.length > 0) await add(added);
  return added;
}

/** Removes drawings, whatever their labels are by now. */
export async function dropDrawings(drawings: readonly Drawing[]): Promise<void> {
  const ids = new Set(drawings.map(({ id }) => id));
  for (const drawing of unstored) if (ids.has(drawing.id)) unstored.delete(drawing);
  show(state.drawings.value.filter(({ id }) => !ids.has(id)));
  await forgetAll([...ids].map((id) => prefix + id));
  otherTabs.postMessage(null);
}

export async function removeDrawing(drawing: Drawing): Promise<void> {
  showUndoable(t`The drawing has been removed.`, () => void add([drawing]));
  await dropDrawings([drawing]);
}

/** Goes back to the prompt before, and removes the drawing that was kept for it. */
export async function takeBackAnswer(): Promise<void> {
  const last = answers.value?.at(-1);
  answers.value = answers.value?.slice(0, -1) ?? null;
  if (last) await dropDrawings([last]);
}
