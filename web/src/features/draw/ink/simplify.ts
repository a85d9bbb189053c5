// Leaves out points of a stroke that its smooth curve does not need, and moves the others to the grid of the address.
// What is on the pad is then exactly what a link holds, so both give the networks the same pixels.

import { snapped } from '../../../state/drawingText';
import type { InkPoint, Stroke } from '../../../state/marks';
import { distanceToSegment, smooth } from './centreLines';

/** How far a curve may stray from the pen's points, in fractions of the pad's side; too little to be seen. */
export const strictTolerance = 0.002;
/** Tried one after another for drawings that are too long for the address. */
export const looseTolerances = [0.004, 0.008, 0.016, 0.032];
/** How many points on either side have any influence on the curve near a point. */
const reach = 4;

/** Whether the smooth curve through `points` runs close to `point`, with about the same width. */
function runsCloseTo(curve: readonly InkPoint[], point: InkPoint, tolerance: number): boolean {
  return curve.some((to, index) => {
    const isClose = distanceToSegment(point, curve[index - 1] ?? to, to) <= tolerance;
    return isClose && Math.abs(to.width - point.width) <= 2 * tolerance;
  });
}

/** Whether the curve keeps its course without the point `kept[at]`; `kept` holds indices of `points`. */
function canDrop(points: readonly InkPoint[], kept: readonly number[], at: number, tolerance: number): boolean {
  const around = kept.slice(Math.max(0, at - reach), at + reach + 1).filter((index) => index !== kept[at]);
  const curve = smooth(around.flatMap((index) => points[index] ?? []));
  const passed = points.slice(kept[Math.max(0, at - 2)], (kept[at + 2] ?? points.length) + 1);
  return passed.every((point) => runsCloseTo(curve, point, tolerance));
}

/** Returns the points that the curve needs. Each round drops at most every second point, so that they stay even. */
function needed(points: readonly InkPoint[], tolerance: number): InkPoint[] {
  const kept = points.map((_, index) => index);
  for (let before = Number.POSITIVE_INFINITY; kept.length < before; ) {
    before = kept.length;
    for (let at = 1; at < kept.length - 1; at++) if (canDrop(points, kept, at, tolerance)) kept.splice(at, 1);
  }
  return kept.flatMap((index) => points[index] ?? []);
}

export function simplified(stroke: Stroke, tolerance: number): Stroke {
  const points = needed(stroke.points, tolerance).map(snapped);
  const isNew = ({ x, y }: InkPoint, index: number) => x !== points[index - 1]?.x || y !== points[index - 1]?.y;
  return { ...stroke, points: points.filter(isNew) };
}
