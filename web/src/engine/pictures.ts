// Pictures from files as pixels that the core can read.

/** The side, in pixels, to which larger pictures are scaled down before the core gets them. */
const mostPixels = 1024;

export interface Grey {
  grey: Uint8Array;
  width: number;
  height: number;
}

/** Reads the pixels of a picture, scaled to `width` × `height`; transparent parts become white paper. */
export function pixelsOf(bitmap: ImageBitmap, width = bitmap.width, height = bitmap.height): ImageData {
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (!context) throw new Error('this browser cannot draw pictures on a canvas');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

/** Converts a picture to greyscale, and scales it down if it is large. */
export function greyOf(bitmap: ImageBitmap): Grey {
  const scale = Math.min(1, mostPixels / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const { data } = pixelsOf(bitmap, width, height);
  const grey = new Uint8Array(width * height);
  for (let pixel = 0; pixel < grey.length; pixel++) {
    const [red = 0, green = 0, blue = 0] = data.subarray(4 * pixel, 4 * pixel + 3);
    grey[pixel] = 0.299 * red + 0.587 * green + 0.114 * blue;
  }
  return { grey, width, height };
}
