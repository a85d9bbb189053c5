// The visitor's own training images, kept in this browser.

import { get, set } from 'idb-keyval';
import { pixelCount } from '../engine/protocol';
import { tellError, tellNote } from './messages';
import { state, type Drawing } from './state';

const storageKey = 'hourglass-drawings';
const most = 200;

function isDrawing(value: unknown): value is Drawing {
  const drawing = value as Partial<Drawing> | null;
  return (
    typeof drawing?.id === 'string' &&
    drawing.pixels instanceof Float32Array &&
    drawing.pixels.length === pixelCount
  );
}

async function store(): Promise<void> {
  try {
    await set(storageKey, state.drawings.value);
  } catch {
    tellNote('This browser does not let the page keep your drawings; they last until you leave.');
  }
}

export async function loadDrawings(): Promise<void> {
  try {
    const stored = await get<unknown>(storageKey);
    if (Array.isArray(stored)) state.drawings.value = stored.filter(isDrawing);
  } catch {
    state.drawings.value = [];
  }
}

export async function keepDrawing(): Promise<void> {
  const pixels = state.seen.value;
  if (!pixels) {
    tellError(state.inputNotice.value ?? 'There is no drawing to keep yet.');
    return;
  }
  if (state.drawings.value.length >= most) {
    tellError(`Your set is full at ${most} drawings; remove one first.`);
    return;
  }
  const drawing = { id: crypto.randomUUID(), pixels: pixels.slice() };
  state.drawings.value = [...state.drawings.value, drawing];
  await store();
}

export async function removeDrawing(id: string): Promise<void> {
  state.drawings.value = state.drawings.value.filter((drawing) => drawing.id !== id);
  await store();
}
