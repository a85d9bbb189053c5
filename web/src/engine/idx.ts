// IDX files, the format of MNIST. The core reads them; here they are recognised and written.

import { imageSide } from './protocol';

const imagesMagic = 0x0803;
const labelsMagic = 0x0801;

/** IDX files begin with two zeros and the type of their numbers. */
export function isIdx([first, second, type = 0]: Uint8Array): boolean {
  return first === 0 && second === 0 && type >= 0x08 && type <= 0x0e;
}

/** A magic number and the size of each dimension, each as four bytes, and then the content. */
function idxFile(magic: number, sizes: readonly number[], content: Uint8Array<ArrayBuffer>): Blob {
  const header = new DataView(new ArrayBuffer(4 * (1 + sizes.length)));
  for (const [index, value] of [magic, ...sizes].entries()) header.setUint32(4 * index, value);
  // Without a type, Chromium adds ".txt" to the name.
  return new Blob([header, content], { type: 'application/octet-stream' });
}

/** A file of images of 28 × 28 pixels, from their pixels as bytes. */
export function imagesFile(pixels: Uint8Array<ArrayBuffer>): Blob {
  return idxFile(imagesMagic, [pixels.length / imageSide ** 2, imageSide, imageSide], pixels);
}

export function labelsFile(labels: readonly number[]): Blob {
  return idxFile(labelsMagic, [labels.length], Uint8Array.from(labels));
}
