// Where a drawing goes on the canvas that the networks read, so that its strokes get the width of
// MNIST's. The core scales a drawing's longer side to twenty pixels, and its strokes with it: at one
// width on the pad they would arrive thick from a small drawing and thin from a large one.

import { imageSide } from '../engine/protocol';
import { type Box, type Boxed, boxAround, gap, longerSide, union } from './box';

export const canvasSide = imageSide * 8;

/** Canvas pixels per network pixel: few enough that even a black square leaves the core blank paper. */
const pixelsPerPixel = 7;
/** In network pixels: the mean of MNIST's strokes, and the core's box for a digit. */
export const strokeWidth = 2.4;
const boxSide = 20;
export const strokePixels = strokeWidth * pixelsPerPixel;
const linePixels = boxSide * pixelsPerPixel - strokePixels;

/** A drawing smaller than this, in fractions of the pad's side, is a dot and stays one. */
const smallestDrawing = 0.085;

/** A stray is a dot next to the longest line, far from everything else, by these shares of that line. */
const longestStray = 0.15;
const nearestStray = 0.25;
/** Also next to a large drawing; in fractions of the pad's side. */
const largestStray = 0.06;

export interface Placement {
  /** Canvas pixels per side of the pad. */
  scale: number;
  /** The pad's corner on the canvas. */
  left: number;
  top: number;
  /** What is left out. */
  strays: ReadonlySet<Boxed>;
}

/** The small ones that lie far from the drawing: a single dot in a corner would shrink the whole digit. */
function straysOf(parts: readonly Boxed[]): Set<Boxed> {
  const longest = parts.reduce((most, { box }) => Math.max(most, longerSide(box)), 0);
  const limit = Math.min(longest * longestStray, largestStray);
  const strays = new Set(parts.filter(({ box }) => longerSide(box) < limit));
  let body = boxAround(parts.filter((part) => !strays.has(part)));
  // What is near the drawing belongs to it, and so does what is near that.
  for (let hasGrown = true; body && hasGrown; ) {
    hasGrown = false;
    for (const part of strays) {
      if (gap(part.box, body) > longest * nearestStray) continue;
      strays.delete(part);
      body = union(body, part.box);
      hasGrown = true;
    }
  }
  return strays;
}

const nowhere: Box = { left: 0, top: 0, right: 1, bottom: 1 };

export function place(parts: readonly Boxed[]): Placement {
  const strays = straysOf(parts);
  const box = boxAround(parts.filter((part) => !strays.has(part))) ?? nowhere;
  const scale = linePixels / Math.max(longerSide(box), smallestDrawing);
  return {
    scale,
    left: (canvasSide - (box.left + box.right) * scale) / 2,
    top: (canvasSide - (box.top + box.bottom) * scale) / 2,
    strays,
  };
}

/** By how much a stroke in progress may change the scale before everything is painted again. */
const tolerance = 0.02;

/** Whether a drawing that was placed at `a` can go on there though its best place is now `b`. */
export function isNear(a: Placement, b: Placement): boolean {
  const moved = Math.max(
    Math.abs(a.left + a.scale / 2 - b.left - b.scale / 2),
    Math.abs(a.top + a.scale / 2 - b.top - b.scale / 2),
  );
  return (
    Math.abs(b.scale / a.scale - 1) < tolerance && moved < tolerance * canvasSide && a.strays.size === b.strays.size
  );
}
