// Places a drawing on the canvas that the networks read, so that its strokes get the width of MNIST's. The
// core scales a drawing's longer side to 20 pixels, and its strokes with it: strokes copied from the pad
// would come out too thick in a small drawing and too thin in a large one.

import { imageSide } from '../engine/protocol';
import { type Box, type Boxed, boxAround, gap, longerSide, union } from './box';

export const canvasSide = imageSide * 8;

/** Canvas pixels per network pixel: few enough that the core sees blank paper even around a black square. */
const pixelsPerPixel = 7;
/** In network pixels: the mean stroke width in MNIST, and the side of the core's box for a digit. */
export const strokeWidth = 2.4;
const boxSide = 20;
export const strokePixels = strokeWidth * pixelsPerPixel;
const linePixels = boxSide * pixelsPerPixel - strokePixels;

/** A drawing smaller than this, in fractions of the pad's side, is a dot and stays one. */
const smallestDrawing = 0.085;

/** Relative to the longest line, a stray is at most this long and at least this far from the rest. */
const longestStray = 0.15;
const nearestStray = 0.25;
/** The most that a stray may measure in a large drawing, in fractions of the pad's side. */
const largestStray = 0.06;

export interface Placement {
  /** Canvas pixels per side of the pad. */
  scale: number;
  /** The pad's corner on the canvas. */
  left: number;
  top: number;
  /** The parts that are left out. */
  strays: ReadonlySet<Boxed>;
}

/** The small parts far from the drawing: a single dot in a corner would shrink the whole digit. */
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

/** Whether a drawing placed at `a` can stay there although its best placement is now `b`. */
export function isNear(a: Placement, b: Placement): boolean {
  const moved = Math.max(
    Math.abs(a.left + a.scale / 2 - b.left - b.scale / 2),
    Math.abs(a.top + a.scale / 2 - b.top - b.scale / 2),
  );
  return (
    Math.abs(b.scale / a.scale - 1) < tolerance && moved < tolerance * canvasSide && a.strays.size === b.strays.size
  );
}
