// Paints marks on a 2-D canvas. Ink is opacity: an untouched pixel is transparent, so the same code paints
// the visible pad (coloured by the theme) and the small hidden canvas that the networks read.

import { imageSide } from '../../../engine/protocol';
import type { Digit, InkPoint, Mark, Stroke } from '../../../state/marks';
import { smooth } from './centreLines';

type Context = CanvasRenderingContext2D;

function paintDigit(context: Context, digit: Digit, side: number, colour: string): void {
  const cell = side / imageSide;
  context.fillStyle = colour;
  for (let index = 0; index < digit.pixels.length; index++) {
    const ink = digit.pixels[index] ?? 0;
    if (ink === 0) continue;
    const column = index % imageSide;
    const row = Math.floor(index / imageSide);
    // Cells are rounded to whole pixels; translucent cells that overlap would show seams.
    const left = Math.round(column * cell);
    const top = Math.round(row * cell);
    context.globalAlpha = ink;
    context.fillRect(left, top, Math.round((column + 1) * cell) - left, Math.round((row + 1) * cell) - top);
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

/** Paints points of equal width as one smooth line; separate segments would show their joints. */
function paintCurve(context: Context, points: readonly InkPoint[], side: number): void {
  const [first, ...rest] = points;
  if (!first) return;
  context.lineWidth = first.width * side;
  context.lineJoin = 'round';
  context.beginPath();
  context.moveTo(first.x * side, first.y * side);
  rest.forEach((point, index) => {
    const next = rest[index + 1] ?? point;
    const middle = { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    context.quadraticCurveTo(point.x * side, point.y * side, middle.x * side, middle.y * side);
  });
  context.stroke();
}

function hasEvenWidth(points: readonly InkPoint[]): boolean {
  return points.every((point) => point.width === points[0]?.width);
}

function beginInk(context: Context, stroke: Stroke, colour: string): void {
  context.globalCompositeOperation = stroke.eraser ? 'destination-out' : 'source-over';
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineCap = 'round';
}

/** Paints a stroke from point index `from` onwards, so that only the tip of a growing stroke is painted. */
export function paintStrokeTip(context: Context, stroke: Stroke, from: number, side: number, colour: string): void {
  beginInk(context, stroke, colour);
  for (let index = from; index < stroke.points.length; index++) {
    const point = stroke.points[index];
    const previous = stroke.points[index - 1];
    if (point && previous) paintSegment(context, previous, point, side);
    else if (point) paintDot(context, point, side);
  }
  context.globalCompositeOperation = 'source-over';
}

function paintStroke(context: Context, stroke: Stroke, side: number, colour: string): void {
  if (stroke.points.length < 2 || !hasEvenWidth(stroke.points)) {
    paintStrokeTip(context, { ...stroke, points: smooth(stroke.points) }, 0, side, colour);
    return;
  }
  beginInk(context, stroke, colour);
  paintCurve(context, stroke.points, side);
  context.globalCompositeOperation = 'source-over';
}

/** Paints a polyline of one width, skipping points closer than `step` to the last one painted. */
export function paintLine(
  context: Context,
  points: readonly InkPoint[],
  width: number,
  step: number,
  colour: string,
): void {
  const [first, ...rest] = points;
  if (!first) return;
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.beginPath();
  context.moveTo(first.x, first.y);
  // Only some browsers draw lines of zero length.
  if (rest.length === 0) context.lineTo(first.x + step, first.y);
  let last = first;
  rest.forEach((point, index) => {
    if (index < rest.length - 1 && Math.hypot(point.x - last.x, point.y - last.y) < step) return;
    context.lineTo(point.x, point.y);
    last = point;
  });
  context.stroke();
}

export function paintMark(context: Context, mark: Mark, side: number, colour: string): void {
  if (mark.kind === 'digit') paintDigit(context, mark, side, colour);
  if (mark.kind === 'stroke') paintStroke(context, mark, side, colour);
}
