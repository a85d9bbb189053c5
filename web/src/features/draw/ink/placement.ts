// Places a drawing on the canvas that the networks read, so that its strokes end up as wide as those of MNIST.
// The core scales a drawing's longer side to 20 pixels, and its strokes with it: strokes copied from the pad
// would come out too thick in a small drawing and too thin in a large one.

import { imageSide } from '../../../engine/protocol';
import { strokeWidth } from '../../../state/marks';
import { type Box, type Boxed, boxAround, gap, longerSide, union } from './box';

export const canvasSide = imageSide * 8;

/** Canvas pixels per network pixel: few enough that the core sees blank paper even around a black square. */
const pixelsPerPixel = 7;
/** The side of the box into which the core fits a digit, in network pixels. */
const boxSide = 20;
export const strokePixels = strokeWidth * pixelsPerPixel;
const linePixels = boxSide * pixelsPerPixel - strokePixels;

/** A drawing smaller than this, in fractions of the pad's side, is a dot: it is scaled as if it were this large. */
const smallestDrawing = 0.085;

/** The size limit of a stray and its least distance from the rest, as fractions of the longest part. */
const longestStray = 0.15;
const nearestStray = 0.25;
/** In a large drawing, a stray must also be smaller than this, in fractions of the pad's side. */
const largestStray = 0.06;

export interface Placement {
  /** Canvas pixels per side of the pad. */
  scale: number;
  /** Where the pad's top left corner lies on the canvas, in canvas pixels. */
  left: number;
  top: number;
  /** The parts of the drawing that are left out. */
  strays: ReadonlySet<Boxed>;
}

/** Finds small parts far from the rest, to leave them out: one dot in a corner would shrink the whole digit. */
function straysOf(parts: readonly Boxed[]): Set<Boxed> {
  const longest = parts.reduce((most, { box }) => Math.max(most, longerSide(box)), 0);
  const limit = Math.min(longest * longestStray, largestStray);
  const strays = new Set(parts.filter(({ box }) => longerSide(box) < limit));
  let body = boxAround(parts.filter((part) => !strays.has(part)));
  // A small part near the body belongs to it, and so does any other small part near that one.
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

/** How far a stroke in progress may change the scale or the position, as a fraction, before a full repaint. */
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
