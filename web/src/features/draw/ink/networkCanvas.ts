// The hidden canvas that the networks read. Its side is fixed, so the same drawing gives the same picture
// on every screen. It has several pixels per network pixel, and the core averages them.

import type { LookInput } from '../../../engine/protocol';
import { isDrawn, type Mark, onlyDigit, type Stroke, visibleMarks } from '../../../state/marks';
import { state } from '../../../state/state';
import { Layer } from './layer';
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

/** Paints the marks. If all are strokes, they are redrawn at one width; strokes over a digit stay as on the pad. */
export function paintNetworkCanvas(marks: readonly Mark[], growing: Stroke | null): void {
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

export function extendNetworkCanvas(stroke: Stroke, from: number): void {
  if (isRedrawn) redrawing.extend(from);
  else if (context) paintStrokeTip(context, stroke, from, canvasSide, hiddenInk);
}

/** Whether a dot far from the rest of the drawing is withheld from the networks. */
export function leavesOutStrays(): boolean {
  return isRedrawn && redrawing.hasStrays;
}

function greyOfCanvas(): Uint8Array {
  const grey = new Uint8Array(canvasSide * canvasSide);
  const pixels = context?.getImageData(0, 0, canvasSide, canvasSide).data;
  if (pixels) for (let index = 0; index < grey.length; index++) grey[index] = pixels[index * 4 + 3] ?? 0;
  return grey;
}

export function readPad(): LookInput {
  const digit = onlyDigit(state.pad.marks.value);
  return digit
    ? { kind: 'pixels', pixels: digit.pixels }
    : { kind: 'drawing', grey: greyOfCanvas(), width: canvasSide, height: canvasSide };
}
