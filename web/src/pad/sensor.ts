// The hidden canvas the networks read. Its side is fixed, so the same drawing gives the same picture
// on every screen; several pixels per network pixel leave the anti-aliasing to the core.

import type { LookInput } from '../engine/protocol';
import { Layer } from './layer';
import { isDrawn, type Mark, onlyDigit, type Stroke, visibleMarks } from './marks';
import { paintMark, paintStrokeTip } from './paint';
import { canvasSide } from './placement';
import { hiddenCanvas, hiddenInk, Redrawing } from './redrawing';

const canvas = document.createElement('canvas');
canvas.width = canvasSide;
canvas.height = canvasSide;
const context = canvas.getContext('2d', hiddenCanvas);
const redrawing = new Redrawing(context);
const asOnPad = new Layer<Mark>(hiddenCanvas);

let isRedrawn = false;

/** Redraws a drawing of strokes only; strokes on a test digit stay as wide as on the pad, like the digit. */
export function senseMarks(marks: readonly Mark[], growing: Stroke | null): void {
  const finished = visibleMarks(marks).filter((mark) => mark !== growing);
  isRedrawn = isDrawn(marks);
  if (isRedrawn) redrawing.paint(finished, growing);
  else paintAsOnPad(finished, growing);
}

function paintAsOnPad(finished: readonly Mark[], growing: Stroke | null): void {
  if (!context) return;
  const paint = (target: CanvasRenderingContext2D, mark: Mark) => paintMark(target, mark, canvasSide, hiddenInk);
  const picture = asOnPad.picture(finished, canvasSide, '', paint);
  context.clearRect(0, 0, canvasSide, canvasSide);
  context.drawImage(picture, 0, 0);
  if (growing) paint(context, growing);
}

export function senseStroke(stroke: Stroke, from: number): void {
  if (isRedrawn) redrawing.extend(from);
  else if (context) paintStrokeTip(context, stroke, from, canvasSide, hiddenInk);
}

/** Whether the networks get the drawing without a dot that lies far from it. */
export function leavesOutStrays(): boolean {
  return isRedrawn && redrawing.hasStrays;
}

function greyOfCanvas(): Uint8Array {
  const grey = new Uint8Array(canvasSide * canvasSide);
  const pixels = context?.getImageData(0, 0, canvasSide, canvasSide).data;
  if (pixels) for (let index = 0; index < grey.length; index++) grey[index] = pixels[index * 4 + 3] ?? 0;
  return grey;
}

export function readPad(marks: readonly Mark[]): LookInput {
  const digit = onlyDigit(marks);
  return digit
    ? { kind: 'pixels', pixels: digit.pixels }
    : { kind: 'drawing', grey: greyOfCanvas(), width: canvasSide, height: canvasSide };
}
