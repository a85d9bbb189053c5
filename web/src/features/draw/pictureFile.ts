// Puts the visitor's picture of a digit, such as a photograph, on the pad as 28 × 28 pixels.

import { engine } from '../../engine/client';
import { failed } from '../../engine/protocol';
import { t } from '../../language/t';
import { showError } from '../../state/messages';
import { putPicture } from './inkHistory';

/** The side, in pixels, to which larger pictures are scaled down before the core gets them. */
const mostPixels = 1024;

interface Grey {
  grey: Uint8Array;
  width: number;
  height: number;
}

/** Converts a picture to greyscale; transparent parts become white paper. */
function greyOf(bitmap: ImageBitmap): Grey {
  const scale = Math.min(1, mostPixels / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (!context) throw new Error('this browser cannot draw pictures on a canvas');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const grey = new Uint8Array(width * height);
  for (let pixel = 0; pixel < grey.length; pixel++) {
    const [red = 0, green = 0, blue = 0] = data.subarray(4 * pixel, 4 * pixel + 3);
    grey[pixel] = 0.299 * red + 0.587 * green + 0.114 * blue;
  }
  return { grey, width, height };
}

export async function putFileOnPad(file: File): Promise<void> {
  try {
    const drawing = greyOf(await createImageBitmap(file));
    const look = await engine.look({ input: { kind: 'drawing', ...drawing }, noise: 'none', seed: 0, models: [] });
    if (failed(look)) showError(t`${file.name} shows no ink: use a picture of a dark digit on light paper.`);
    else putPicture(look.value.seen);
  } catch {
    showError(t`${file.name} could not be read as a picture.`);
  }
}
