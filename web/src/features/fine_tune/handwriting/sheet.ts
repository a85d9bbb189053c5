// The picture of all drawings that `saveAsPng` saves, and how to get the drawings back from it.

import { imageSide, pixelCount } from '../../../engine/protocol';
import type { Drawing } from '../../../state/state';
import { inkOfRed, paintValues } from '../../../theme/palette';

/** Each pixel of a drawing is a square of this many pixels. */
const scale = 4;
const side = scale * imageSide;
const perRow = 10;
const gap = 8;
const step = side + gap;
const white = 255;

function paintedDrawing({ pixels }: Drawing): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = imageSide;
  canvas.height = imageSide;
  paintValues(canvas, pixels, 'light', 'ink');
  return canvas;
}

/** All drawings, ten in a row, dark on white in either theme. */
export function paintSheet(drawings: readonly Drawing[]): HTMLCanvasElement | null {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (!context) return null;
  canvas.width = Math.min(perRow, drawings.length) * step + gap;
  canvas.height = Math.ceil(drawings.length / perRow) * step + gap;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingEnabled = false;
  for (const [index, drawing] of drawings.entries()) {
    const [column, row] = [index % perRow, Math.floor(index / perRow)];
    context.drawImage(paintedDrawing(drawing), gap + column * step, gap + row * step, side, side);
  }
  return canvas;
}

/** Whether a picture of this size can be a sheet. */
export function hasSheetSize({ width, height }: { width: number; height: number }): boolean {
  const columns = (width - gap) / step;
  return columns >= 1 && columns <= perRow && Number.isInteger(columns) && Number.isInteger((height - gap) / step);
}

/** Where the pixel of a drawing begins that covers this place in one direction; null in the gaps. */
function startOfSquare(place: number): number | null {
  const within = place % step;
  return within < gap ? null : place - ((within - gap) % scale);
}

/** Whether the gaps are white and each square of a drawing's pixel has one colour. */
function isSheet({ data, width, height }: ImageData): boolean {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [top, left] = [startOfSquare(y), startOfSquare(x)];
      const expected = top === null || left === null ? white : data[4 * (top * width + left)];
      if (data[4 * (y * width + x)] !== expected) return false;
    }
  }
  return true;
}

function drawingAt({ data, width }: ImageData, top: number, left: number): Float32Array {
  return Float32Array.from({ length: pixelCount }, (_, pixel) => {
    const [x, y] = [left + scale * (pixel % imageSide), top + scale * Math.floor(pixel / imageSide)];
    return inkOfRed(data[4 * (y * width + x)] ?? white);
  });
}

/** The drawings of a sheet, or null if the picture is any other one. */
export function drawingsOfSheet(picture: ImageData): Float32Array[] | null {
  if (!hasSheetSize(picture) || !isSheet(picture)) return null;
  const drawings: Float32Array[] = [];
  for (let top = gap; top < picture.height; top += step) {
    for (let left = gap; left < picture.width; left += step) drawings.push(drawingAt(picture, top, left));
  }
  // The last row may have empty places.
  return drawings.filter((pixels) => pixels.some((value) => value > 0));
}
