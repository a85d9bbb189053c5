// The shipped test digits: one on the pad when the page opens, another at the visitor's wish.

import { engine, handOver } from '../engine/client';
import { fetchBytes } from '../engine/fetchBytes';
import { failed } from '../engine/protocol';
import { layFirstDigit, putDigit } from '../pad/ink';
import { onlyDigit } from '../pad/marks';
import { reasonText, tellError } from './messages';
import { state } from './state';

/** A clear, well-known digit; any index will do. */
const firstDigit = 0;

async function digitPixels(index: number): Promise<Float32Array | null> {
  const pixels = await engine.galleryImage(index);
  if (!failed(pixels)) return pixels.value;
  tellError(pixels.error);
  return null;
}

/** Whoever has ink on the pad, drawn meanwhile or before a reload, keeps it under a digit that was asked for. */
async function showFirstDigit(wanted: number | null): Promise<void> {
  const marks = state.pad.marks.value;
  if (marks.length > 0 && (wanted === null || onlyDigit(marks)?.index === wanted)) return;
  const index = wanted ?? firstDigit;
  const pixels = await digitPixels(index);
  if (!pixels) return;
  if (state.pad.marks.value.length === 0) layFirstDigit(index, pixels);
  else if (marks.length > 0) putDigit(index, pixels);
}

export async function openGallery(ready: Promise<boolean>, wanted: number | null): Promise<void> {
  try {
    const bytes = await fetchBytes('data/test-sample.idx.gz');
    if (!(await ready)) return;
    const count = await engine.openGallery(handOver(bytes));
    if (failed(count)) {
      tellError(`The test digits could not be read: ${count.error}`);
      return;
    }
    state.galleryCount.value = count.value;
    await showFirstDigit(wanted !== null && wanted < count.value ? wanted : null);
  } catch (reason) {
    tellError(`The test digits could not be loaded: ${reasonText(reason)}`);
  }
}

/** Puts a random test digit on the pad, never the one that is there already. */
export async function randomDigit(): Promise<void> {
  const count = state.galleryCount.value;
  if (count < 2) return;
  const shown = onlyDigit(state.pad.marks.value)?.index ?? null;
  const drawn = Math.floor(Math.random() * (shown === null ? count : count - 1));
  const index = shown !== null && drawn >= shown ? drawn + 1 : drawn;
  const pixels = await digitPixels(index);
  if (pixels) putDigit(index, pixels);
}
