// The centre lines of strokes, without what has been erased. The networks get these lines redrawn at
// one width, whatever the size of the drawing on the pad.

import type { InkPoint, Stroke } from '../../../state/marks';
import { type Boxed, boxOf, gap, union } from './box';

/** An unbroken part of a stroke's centre line. */
export interface Line extends Boxed {
  kind: 'line';
  points: InkPoint[];
}

/** A line, or an eraser stroke over the lines before it. */
export type Trace = Line | Stroke;

/** Limits on the distance between points: small enough for an eraser to cut between them, but not needlessly small. */
const farthestApart = 0.01;
const nearest = 0.002;

function between(from: InkPoint, to: InkPoint, share: number): InkPoint {
  const mix = (a: number, b: number) => a + (b - a) * share;
  return { x: mix(from.x, to.x), y: mix(from.y, to.y), width: mix(from.width, to.width) };
}

function distance(a: InkPoint, b: InkPoint): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}

/** Returns points along the straight line from `from`, which is left out, to `to`. */
function straight(from: InkPoint, to: InkPoint): InkPoint[] {
  const count = Math.ceil(distance(from, to) / farthestApart);
  return Array.from({ length: count }, (_, index) => between(from, to, (index + 1) / count));
}

/** Returns points along the quadratic curve from `from`, which is left out, to `to`, with control point `corner`. */
function curved(from: InkPoint, corner: InkPoint, to: InkPoint): InkPoint[] {
  const length = distance(from, corner) + distance(corner, to);
  const count = Math.ceil(length / farthestApart);
  return Array.from({ length: count }, (_, index) => {
    const share = (index + 1) / count;
    return between(between(from, corner, share), between(corner, to, share), share);
  });
}

/** Converts a stroke's points to points along the smooth curve that the pad shows. */
export function smooth([first, ...rest]: readonly InkPoint[]): InkPoint[] {
  if (!first) return [];
  const points = [first];
  let from = first;
  rest.forEach((corner, index) => {
    const next = rest[index + 1];
    const to = next ? between(corner, next, 0.5) : corner;
    for (const point of curved(from, corner, to)) points.push(point);
    from = to;
  });
  return points;
}

/** Whether a point is on the pad: a captured pointer may move beyond its edge. */
function isOnPad({ x, y }: InkPoint): boolean {
  return x >= 0 && x <= 1 && y >= 0 && y <= 1;
}

/** Splits points into unbroken lines wherever `isKept` rejects some of them. */
function runs(points: readonly InkPoint[], isKept: (point: InkPoint) => boolean): Line[] {
  const lines: Line[] = [];
  let line: Line | null = null;
  for (const point of points) {
    if (!isKept(point)) {
      line = null;
      continue;
    }
    const last: InkPoint | undefined = line?.points.at(-1);
    if (line && last && distance(last, point) < nearest) continue;
    if (!line) lines.push((line = { kind: 'line', points: [], box: boxOf(point) }));
    line.points.push(point);
    line.box = union(line.box, boxOf(point));
  }
  return lines;
}

export function linesOf(stroke: Stroke): Line[] {
  return runs(smooth(stroke.points), isOnPad);
}

/** The straight lines to the points from index `from` onwards, while the stroke is in progress and not yet smoothed. */
export function tipOf(stroke: Stroke, from: number): Line[] {
  const points = stroke.points.slice(Math.max(0, from - 1));
  return runs(
    points.flatMap((point, index) => {
      const before = points[index - 1];
      return before ? straight(before, point) : [point];
    }),
    isOnPad,
  );
}

export function distanceToSegment(point: InkPoint, from: InkPoint, to: InkPoint): number {
  const [x, y] = [to.x - from.x, to.y - from.y];
  const squared = x * x + y * y;
  const along = squared === 0 ? 0 : ((point.x - from.x) * x + (point.y - from.y) * y) / squared;
  return distance(point, between(from, to, Math.max(0, Math.min(1, along))));
}

/** Whether an eraser removes `point` of a line: it covers the ink there, or comes close to the centre line. */
function covers(from: InkPoint, to: InkPoint, point: InkPoint): boolean {
  const radius = to.width / 2;
  return distanceToSegment(point, from, to) <= Math.max(radius - point.width / 2, radius / 2);
}

function cut(line: Line, from: InkPoint, to: InkPoint): Line[] {
  if (gap(line.box, union(boxOf(from), boxOf(to))) > to.width / 2) return [line];
  const isCovered = (point: InkPoint) => covers(from, to, point);
  return line.points.some(isCovered) ? runs(line.points, (point) => !isCovered(point)) : [line];
}

/** Erases along straight lines between the eraser's points from index `from` onwards; returns `traces` itself if nothing is removed. */
export function erased(traces: readonly Trace[], eraser: readonly InkPoint[], from = 0): readonly Trace[] {
  let rest = traces;
  for (let index = from; index < eraser.length; index++) {
    const to = eraser[index];
    if (!to) continue;
    const start = eraser[index - 1] ?? to;
    const left = rest.flatMap((trace): readonly Trace[] => (trace.kind === 'line' ? cut(trace, start, to) : [trace]));
    if (left.length !== rest.length || left.some((trace, at) => trace !== rest[at])) rest = left;
  }
  return rest;
}
