// The visitor's drawings as files: IDX, the format of MNIST, and a PNG picture of all of them.

import { imageSide, pixelCount } from '../../../engine/protocol';
import { t } from '../../../language/t';
import { showNote } from '../../../state/messages';
import { saveFile } from '../../../state/saveFile';
import type { Drawing } from '../../../state/state';
import { paintValues } from '../../../theme/palette';

const imagesMagic = 0x0803;
const labelsMagic = 0x0801;
/** In the picture, each pixel of a drawing is a square of this many pixels. */
const scale = 4;
const perRow = 10;
const gap = 8;

/** An IDX file: a magic number and the size of each dimension, each as four bytes, and then the content. */
function idxFile(magic: number, sizes: readonly number[], content: Uint8Array<ArrayBuffer>): Blob {
  const header = new DataView(new ArrayBuffer(4 * (1 + sizes.length)));
  for (const [index, value] of [magic, ...sizes].entries()) header.setUint32(4 * index, value);
  // Without a type, Chromium adds ".txt" to the name.
  return new Blob([header, content], { type: 'application/octet-stream' });
}

function imagesFile(drawings: readonly Drawing[]): Blob {
  const bytes = new Uint8Array(drawings.length * pixelCount);
  for (const [index, { pixels }] of drawings.entries()) {
    bytes.set(
      pixels.map((value) => Math.round(255 * value)),
      index * pixelCount,
    );
  }
  return idxFile(imagesMagic, [drawings.length, imageSide, imageSide], bytes);
}

/** Saves the drawings under the names that `hourglass train --data` looks for in a folder. */
export function saveAsIdx(drawings: readonly Drawing[]): void {
  saveFile('train-images-idx3-ubyte', imagesFile(drawings));
  const labels = drawings.flatMap(({ label }) => (label === null ? [] : [label]));
  if (labels.length === drawings.length) {
    saveFile('train-labels-idx1-ubyte', idxFile(labelsMagic, [labels.length], Uint8Array.from(labels)));
  } else showNote(t`Only the images were saved. To get a file of labels too, label every drawing.`);
}

function paintedDrawing({ pixels }: Drawing): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = imageSide;
  canvas.height = imageSide;
  paintValues(canvas, pixels, 'light', 'ink');
  return canvas;
}

/** Saves a picture of all drawings, ten in a row, dark on white in either theme. */
export function saveAsPng(drawings: readonly Drawing[]): void {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (!context) return;
  const step = scale * imageSide + gap;
  canvas.width = Math.min(perRow, drawings.length) * step + gap;
  canvas.height = Math.ceil(drawings.length / perRow) * step + gap;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingEnabled = false;
  for (const [index, drawing] of drawings.entries()) {
    const [column, row] = [index % perRow, Math.floor(index / perRow)];
    const side = scale * imageSide;
    context.drawImage(paintedDrawing(drawing), gap + column * step, gap + row * step, side, side);
  }
  canvas.toBlob((picture) => picture && saveFile('my-digits.png', picture));
}
