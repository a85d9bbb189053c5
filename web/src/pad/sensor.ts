// The hidden canvas the networks read. Its side is fixed, so the same drawing gives the same picture
// on every screen; eight pixels per network pixel leave the anti-aliasing to the core.

import { imageSide, type LookInput } from '../engine/protocol';
import { onlyDigit, type Mark, type Stroke } from './marks';
import { paintMarks, paintStrokeTip } from './paint';

const side = imageSide * 8;
const ink = '#fff';

const canvas = document.createElement('canvas');
canvas.width = side;
canvas.height = side;
const context = canvas.getContext('2d', { willReadFrequently: true });

export function senseMarks(marks: readonly Mark[]): void {
  if (context) paintMarks(context, marks, side, ink);
}

export function senseStroke(stroke: Stroke, from: number): void {
  if (context) paintStrokeTip(context, stroke, from, side, ink);
}

function greyOfCanvas(): Uint8Array {
  const grey = new Uint8Array(side * side);
  const pixels = context?.getImageData(0, 0, side, side).data;
  if (pixels) for (let index = 0; index < grey.length; index++) grey[index] = pixels[index * 4 + 3] ?? 0;
  return grey;
}

export function readPad(marks: readonly Mark[]): LookInput {
  const digit = onlyDigit(marks);
  return digit
    ? { kind: 'pixels', pixels: digit.pixels }
    : { kind: 'drawing', grey: greyOfCanvas(), width: side, height: side };
}
