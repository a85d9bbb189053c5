// The shipped test digits: one is on the pad when the page opens, others come on request.

import { engine, handOver } from '../../engine/client';
import { fetchBytes } from '../../engine/fetchBytes';
import { failed } from '../../engine/protocol';
import { referenceLabels } from '../../state/insideEngine';
import { type Mark, onlyDigit } from '../../state/marks';
import { reasonText, showError } from '../../state/messages';
import { state } from '../../state/state';
import { layFirstDigit, putDigit } from './inkHistory';

/** A clear, well-known digit; any index will do. */
const firstDigit = 0;

async function digitPixels(index: number): Promise<Float32Array | null> {
  const pixels = await engine.galleryImage(index);
  if (!failed(pixels)) return pixels.value;
  showError(pixels.error);
  return null;
}

/** Restored ink stays on the pad unless the address names a digit, which then covers it; undo brings the ink back. */
async function showFirstDigit(wanted: number | null, restored: readonly Mark[]): Promise<void> {
  if (restored.length > 0 && (wanted === null || onlyDigit(restored)?.index === wanted)) return;
  const index = wanted ?? firstDigit;
  const pixels = await digitPixels(index);
  // If the visitor began to draw while the digits were loading, the drawing stays.
  if (!pixels || state.pad.marks.value !== restored) return;
  if (restored.length === 0) layFirstDigit(index, pixels, wanted === null);
  else putDigit(index, pixels);
}

export async function openGallery(ready: Promise<boolean>, wanted: number | null): Promise<void> {
  const restored = state.pad.marks.value;
  try {
    const bytes = await fetchBytes('data/test-sample.idx.gz');
    if (!(await ready)) return;
    const count = await engine.openGallery(handOver(bytes));
    if (failed(count)) {
      showError(`The test digits could not be read: ${count.error}`);
      return;
    }
    state.galleryCount.value = count.value;
    await showFirstDigit(wanted !== null && wanted < count.value ? wanted : null, restored);
  } catch (reason) {
    showError(`The test digits could not be loaded: ${reasonText(reason)}`);
  }
}

async function putOneOf(indices: number[]): Promise<void> {
  const shown = onlyDigit(state.pad.marks.value)?.index;
  const others = indices.filter((index) => index !== shown);
  const index = others[Math.floor(Math.random() * others.length)];
  const pixels = index === undefined ? null : await digitPixels(index);
  if (index !== undefined && pixels) putDigit(index, pixels);
}

const allDigits = () => Array.from({ length: state.galleryCount.value }, (_, index) => index);

/** Puts a random test digit on the pad, never the one already there. */
export async function randomDigit(): Promise<void> {
  await putOneOf(allDigits());
}

/** Like `randomDigit`, but only images of `digit`. The reference starts with the same images, so its labels apply. */
export async function randomDigitOf(digit: number): Promise<void> {
  const labels = await referenceLabels();
  if (failed(labels)) showError(labels.error);
  else await putOneOf(allDigits().filter((index) => labels.value[index] === digit));
}
