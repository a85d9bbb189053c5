// The visitor's drawings as files: IDX, the format of MNIST, and a PNG picture of all of them.

import { imagesFile, labelsFile } from '../../../engine/idx';
import { pixelByte, pixelCount } from '../../../engine/protocol';
import { t } from '../../../language/t';
import { showNote } from '../../../state/messages';
import { saveFile } from '../../../state/saveFile';
import type { Drawing } from '../../../state/state';
import { paintSheet } from './sheet';

function bytesOf(drawings: readonly Drawing[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(drawings.length * pixelCount);
  for (const [index, { pixels }] of drawings.entries()) bytes.set(pixels.map(pixelByte), index * pixelCount);
  return bytes;
}

/** Saves the drawings under the names that `hourglass train --data` looks for in a folder. */
export function saveAsIdx(drawings: readonly Drawing[]): void {
  saveFile('train-images-idx3-ubyte', imagesFile(bytesOf(drawings)));
  const labels = drawings.flatMap(({ label }) => (label === null ? [] : [label]));
  if (labels.length === drawings.length) saveFile('train-labels-idx1-ubyte', labelsFile(labels));
  else showNote(t`Only the images were saved. To get a file of labels too, label every drawing.`);
}

/** Saves a picture of all drawings. */
export function saveAsPng(drawings: readonly Drawing[]): void {
  paintSheet(drawings)?.toBlob((picture) => picture && saveFile('my-digits.png', picture));
}
