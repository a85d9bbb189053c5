// The images that a session has loaded.

import { failed, type ImageFile, type Outcome, pixelByte } from '../protocol';
import type { Session } from './hourglassModule';

/** Up to `most` of the session's `count` images. */
export function firstImages(session: Session, count: number, most: number): Outcome<ImageFile> {
  const images: Float32Array[] = [];
  for (let index = 0; index < Math.min(count, most); index++) {
    const image = session.image(index);
    if (failed(image)) return image;
    images.push(image.value);
  }
  return { value: { count, images } };
}

/** The pixels of all images as bytes, one image after another. */
export function bytesOfImages(session: Session): Uint8Array<ArrayBuffer> {
  const images: Uint8Array<ArrayBuffer>[] = [];
  for (let index = 0; ; index++) {
    const image = session.image(index);
    if (failed(image)) break;
    images.push(Uint8Array.from(image.value, pixelByte));
  }
  const size = images[0]?.length ?? 0;
  const bytes = new Uint8Array(images.length * size);
  for (const [index, image] of images.entries()) bytes.set(image, index * size);
  return bytes;
}
