// The two pictures A and B to interpolate between.

import { type Signal, signal } from '@preact/signals';
import { engine } from '../../../engine/client';
import { failed } from '../../../engine/protocol';
import { showError } from '../../../state/messages';
import { state } from '../../../state/state';

export type End = 'A' | 'B';

/** The indices of the test digits shown at first. */
const firstDigits: Record<End, number> = { A: 3, B: 4 };

export const ends: Record<End, Signal<Float32Array | null>> = { A: signal(null), B: signal(null) };

async function putDigit(end: End, index: number): Promise<void> {
  const pixels = await engine.galleryImage(index);
  if (failed(pixels)) showError(pixels.error);
  else ends[end].value = pixels.value;
}

export async function fillEnds(): Promise<void> {
  for (const end of ['A', 'B'] as const) {
    if (!ends[end].value) await putDigit(end, firstDigits[end]);
  }
}

export async function putRandomDigit(end: End): Promise<void> {
  const count = state.galleryCount.value;
  if (count > 0) await putDigit(end, Math.floor(Math.random() * count));
}

export function putDrawing(end: End): void {
  if (state.seen.value) ends[end].value = state.seen.value.slice();
}

/** Puts the next kept drawing at `end`: the one after the drawing shown there, or else the first. */
export function putNextKept(end: End): void {
  const kept = state.drawings.value;
  const shown = kept.findIndex((drawing) => drawing.pixels === ends[end].value);
  ends[end].value = kept[(shown + 1) % kept.length]?.pixels ?? ends[end].value;
}
