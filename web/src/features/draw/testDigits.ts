// The shipped test digits: one is on the pad when the page opens, others come on request.

import { engine, handOver } from '../../engine/client';
import { fetchBytes } from '../../engine/fetchBytes';
import { failed } from '../../engine/protocol';
import { t } from '../../language/t';
import { isReload } from '../../state/address';
import { strokesOf } from '../../state/drawingText';
import { referenceLabels } from '../../state/insideEngine';
import { type Mark, onlyDigit } from '../../state/marks';
import { reasonText, showError } from '../../state/messages';
import { type PadAddress, padAddress } from '../../state/padAddress';
import { state } from '../../state/state';
import { layFirstDigit, putDigit, putDrawing, putStrokes } from './inkHistory';

/** A clear, well-known digit; any index will do. */
const firstDigit = 0;

async function digitPixels(index: number): Promise<Float32Array | null> {
  const pixels = await engine.galleryImage(index);
  if (!failed(pixels)) return pixels.value;
  showError(pixels.error);
  return null;
}

function isOnPad(wanted: PadAddress): boolean {
  const { digit, drawing } = padAddress(state.pad.marks.value);
  return digit === wanted.digit && drawing === wanted.drawing;
}

const strokesIn = ({ drawing }: PadAddress) => (drawing && strokesOf(drawing)) || [];

/** Restored ink stays on the pad unless the address names a digit, which then covers it; undo brings the ink back. */
async function showFirstDigit(wanted: PadAddress, restored: readonly Mark[]): Promise<void> {
  if (restored.length > 0 && (wanted.digit === null || isOnPad(wanted))) return;
  const index = wanted.digit ?? firstDigit;
  const pixels = await digitPixels(index);
  // If the visitor began to draw while the digits were loading, the drawing stays.
  if (!pixels || state.pad.marks.value !== restored) return;
  if (restored.length === 0) layFirstDigit(index, pixels, wanted.digit === null);
  else putDigit(index, pixels);
  if (wanted.digit !== null) putStrokes(strokesIn(wanted));
}

const nothing: PadAddress = { digit: null, drawing: null };

/** After a reload, restored ink is newer than the address, which follows it with a delay. */
function isOutdated(): boolean {
  return isReload() && state.pad.marks.value.length > 0;
}

/** Shows what the address asks for: strokes at once, a test digit when it has been loaded. */
export async function openGallery(ready: Promise<boolean>, asked: PadAddress): Promise<void> {
  const wanted = isOutdated() ? nothing : asked;
  if (wanted.digit === null && wanted.drawing !== null && !isOnPad(wanted)) putDrawing(strokesIn(wanted));
  const restored = state.pad.marks.value;
  try {
    const bytes = await fetchBytes('data/test-sample.idx.gz');
    if (!(await ready)) return;
    const count = await engine.openGallery(handOver(bytes));
    if (failed(count)) {
      showError(t`The test digits could not be read: ${count.error}`);
      return;
    }
    state.galleryCount.value = count.value;
    const isThere = wanted.digit === null || wanted.digit < count.value;
    await showFirstDigit(isThere ? wanted : nothing, restored);
  } catch (reason) {
    showError(t`The test digits could not be loaded: ${reasonText(reason)}`);
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
