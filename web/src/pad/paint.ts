// Marks on a 2-D canvas. Ink is opacity: an untouched pixel is transparent, so one painting serves
// the visible pad (coloured by the theme) and the small hidden one that the networks read.

import { imageSide } from '../engine/protocol';
import { visibleMarks, type Digit, type InkPoint, type Mark, type Stroke } from './marks';

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

function paintDigit(context: Context, digit: Digit, side: number, colour: string): void {
  const cell = side / imageSide;
  context.fillStyle = colour;
  for (let index = 0; index < digit.pixels.length; index++) {
    const ink = digit.pixels[index] ?? 0;
    if (ink === 0) continue;
    const column = index % imageSide;
    const row = Math.floor(index / imageSide);
    // Whole pixels, edge to edge: translucent cells that overlapped would show their seams.
    const left = Math.round(column * cell);
    const top = Math.round(row * cell);
    context.globalAlpha = ink;
    context.fillRect(
      left,
      top,
      Math.round((column + 1) * cell) - left,
      Math.round((row + 1) * cell) - top,
    );
  }
  context.globalAlpha = 1;
}

function paintDot(context: Context, point: InkPoint, side: number): void {
  context.beginPath();
  context.arc(point.x * side, point.y * side, (point.width * side) / 2, 0, 2 * Math.PI);
  context.fill();
}

function paintSegment(context: Context, from: InkPoint, to: InkPoint, side: number): void {
  context.lineWidth = to.width * side;
  context.beginPath();
  context.moveTo(from.x * side, from.y * side);
  context.lineTo(to.x * side, to.y * side);
  context.stroke();
}

/** Paints a stroke from its point number `from` on, so that a growing stroke costs only its tip. */
export function paintStroke(
  context: Context,
  stroke: Stroke,
  from: number,
  side: number,
  colour: string,
): void {
  context.globalCompositeOperation = stroke.eraser ? 'destination-out' : 'source-over';
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineCap = 'round';
  for (let index = from; index < stroke.points.length; index++) {
    const point = stroke.points[index];
    const previous = stroke.points[index - 1];
    if (point && previous) paintSegment(context, previous, point, side);
    else if (point) paintDot(context, point, side);
  }
  context.globalCompositeOperation = 'source-over';
}

export function paintMarks(
  context: Context,
  marks: readonly Mark[],
  side: number,
  colour: string,
): void {
  context.clearRect(0, 0, side, side);
  for (const mark of visibleMarks(marks)) {
    if (mark.kind === 'digit') paintDigit(context, mark, side, colour);
    if (mark.kind === 'stroke') paintStroke(context, mark, 0, side, colour);
  }
}
