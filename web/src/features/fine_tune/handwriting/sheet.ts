// The picture of all drawings that `saveAsPng` saves, and how to get the drawings back from it.

import { imageSide, pixelCount } from '../../../engine/protocol';
import type { Drawing } from '../../../state/state';
import { inkOfColour, paintValues } from '../../../theme/palette';

/** Each pixel of a drawing is a square of this many pixels. */
const scale = 4;
const side = scale * imageSide;
const perRow = 10;
const gap = 8;
const step = side + gap;
const white = 0xffffffff;

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

/** The colours of a picture, one number per pixel. */
interface Colours {
  packed: Uint32Array;
  width: number;
  height: number;
}

/** Whether the gaps are white and each square of a drawing's pixel has one colour. */
function isSheet({ packed, width, height }: Colours): boolean {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [top, left] = [startOfSquare(y), startOfSquare(x)];
      const expected = top === null || left === null ? white : packed[top * width + left];
      if (packed[y * width + x] !== expected) return false;
    }
  }
  return true;
}

/** The pixels of one drawing; those of colours that no ink has are empty. */
function drawingAt({ packed, width }: Colours, top: number, left: number): Float32Array {
  return Float32Array.from({ length: pixelCount }, (_, pixel) => {
    const [x, y] = [left + scale * (pixel % imageSide), top + scale * Math.floor(pixel / imageSide)];
    return inkOfColour(packed[y * width + x] ?? white) ?? 0;
  });
}

/** The drawings of a sheet, or null if the picture is any other one. */
export function drawingsOfSheet({ data, width, height }: ImageData): Float32Array[] | null {
  const colours = { packed: new Uint32Array(data.buffer), width, height };
  if (!hasSheetSize(colours) || !isSheet(colours)) return null;
  const drawings: Float32Array[] = [];
  for (let top = gap; top < height; top += step) {
    for (let left = gap; left < width; left += step) drawings.push(drawingAt(colours, top, left));
  }
  // The last row may have empty places.
  return drawings.filter((pixels) => pixels.some((value) => value > 0));
}
