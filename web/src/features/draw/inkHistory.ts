// All actions that change the ink: drawing strokes, undo and redo, clearing, and putting a digit on the pad.

import { batch } from '@preact/signals';
import { type InkPoint, type Mark, onlyTestDigit, type Stroke, visibleMarks } from '../../state/marks';
import { fitsAddress } from '../../state/padAddress';
import { state } from '../../state/state';
import type { Ink } from '../../state/visit';
import { extendNetworkCanvas, leavesOutStrays, paintNetworkCanvas } from './ink/networkCanvas';
import { looseTolerances, simplified, strictTolerance } from './ink/simplify';

/** As a fraction of the pad's side: a digit that fills most of the pad has strokes about 2.5 of 28 pixels wide. */
const penWidth = 0.085;
const eraserWidth = 0.14;
/** A pen draws at 0.5 times the plain width at the lightest pressure and at 1.5 times at full pressure. */
const pressureOffset = 0.5;
const mostUndoSteps = 200;

interface Growing {
  stroke: Stroke;
  /** The values of `marks`, `undone` and `fixed` before the stroke, restored if the stroke is cancelled. */
  marks: Mark[];
  undone: Mark[];
  fixed: number;
}

let growing: Growing | null = null;

function setMarks(marks: Mark[], undone: Mark[], fixed = state.pad.fixed.value): void {
  paintNetworkCanvas(marks, growing?.stroke ?? null);
  batch(() => {
    state.pad.marks.value = marks;
    state.pad.undone.value = undone;
    state.pad.fixed.value = fixed;
    // A stroke that begins far from the rest may still grow; whether it is a dot shows only when it ends.
    if (!growing) state.pad.leavesOutStrays.value = leavesOutStrays();
    state.pad.version.value++;
  });
}

/** Adds a step that can be undone. Steps too old to be undone are kept only if they are still visible. */
function put(mark: Mark): void {
  const marks = [...state.pad.marks.value, mark];
  const fixed = Math.max(state.pad.fixed.value, marks.length - mostUndoSteps);
  const kept = visibleMarks(marks.slice(0, fixed));
  setMarks([...kept, ...marks.slice(fixed)], [], kept.length);
}

/** Returns the width of ink at a given pressure; null, for mice and fingers, gives the plain width. */
export function inkWidth(isEraser: boolean, pressure: number | null): number {
  const plain = isEraser ? eraserWidth : penWidth;
  return pressure === null ? plain : plain * (pressureOffset + pressure);
}

export function strokeInProgress(): Stroke | null {
  return growing?.stroke ?? null;
}

export function beginStroke(isEraser: boolean, point: InkPoint): void {
  const { marks, undone, fixed } = state.pad;
  const replacesDigit = !isEraser && onlyTestDigit(marks.value) !== null;
  const stroke: Stroke = { kind: 'stroke', eraser: isEraser, replacesDigit, points: [point] };
  growing = { stroke, marks: marks.value, undone: undone.value, fixed: fixed.value };
  put(stroke);
}

/** Adds points and returns the index of the first new one. */
export function extendStroke(points: readonly InkPoint[]): number {
  if (!growing) return 0;
  const { stroke } = growing;
  const from = stroke.points.length;
  for (const point of points) {
    const last = stroke.points.at(-1);
    // A pen held still repeats its position, and only some browsers draw lines of zero length.
    if (point.x !== last?.x || point.y !== last.y) stroke.points.push(point);
  }
  extendNetworkCanvas(stroke, from);
  state.pad.version.value++;
  return from;
}

/** Ends the stroke; it is then repainted as one smooth line with as few points as the address needs. */
export function endStroke(): void {
  const stroke = strokeInProgress();
  growing = null;
  setMarks(
    state.pad.marks.value.map((mark) => (mark === stroke ? simplified(stroke, strictTolerance) : mark)),
    [],
  );
}

/** Removes the stroke in progress as if it had never begun. */
export function cancelStroke(): void {
  if (!growing) return;
  const { marks, undone, fixed } = growing;
  growing = null;
  setMarks(marks, undone, fixed);
}

export function canUndo(): boolean {
  return state.pad.marks.value.length > state.pad.fixed.value;
}

export function canRedo(): boolean {
  return state.pad.undone.value.length > 0;
}

export function undo(): void {
  const marks = state.pad.marks.value;
  const last = marks.at(-1);
  if (last && canUndo() && !growing) setMarks(marks.slice(0, -1), [...state.pad.undone.value, last]);
}

export function redo(): void {
  const undone = state.pad.undone.value;
  const last = undone.at(-1);
  if (last && !growing) setMarks([...state.pad.marks.value, last], undone.slice(0, -1));
}

export function clearPad(): void {
  if (visibleMarks(state.pad.marks.value).length > 0 && !growing) put({ kind: 'clear' });
}

export function putDigit(index: number, pixels: Float32Array): void {
  if (!growing) put({ kind: 'digit', index, pixels, isSample: false });
}

/** Puts down the first digit of a visit, which cannot be undone. */
export function layFirstDigit(index: number, pixels: Float32Array, isSample: boolean): void {
  setMarks([{ kind: 'digit', index, pixels, isSample }], [], 1);
}

/** Puts strokes over what is on the pad. */
export function putStrokes(strokes: readonly Stroke[]): void {
  setMarks([...state.pad.marks.value, ...strokes], []);
}

/** Replaces what is on the pad; undo brings it back. */
export function putDrawing(strokes: readonly Stroke[]): void {
  const { marks, fixed } = state.pad;
  const isFirst = marks.value.length === 0;
  setMarks([...marks.value, { kind: 'clear' }, ...strokes], [], isFirst ? 1 : fixed.value);
}

/** Simplifies the drawing on the pad as little as makes it fit in the address; returns whether it fits. */
export function fitInAddress(): boolean {
  const { marks, undone } = state.pad;
  if (fitsAddress(marks.value)) return true;
  const visible = new Set(visibleMarks(marks.value));
  for (const tolerance of looseTolerances) {
    const fitted = marks.value.map((mark) =>
      mark.kind === 'stroke' && visible.has(mark) ? simplified(mark, tolerance) : mark,
    );
    if (!fitsAddress(fitted)) continue;
    setMarks(fitted, undone.value);
    return true;
  }
  return false;
}

/** Puts the visitor's own picture on the pad. */
export function putPicture(pixels: Float32Array): void {
  put({ kind: 'digit', index: null, pixels, isSample: false });
}

/** Restores the ink of an earlier visit, unless the visitor has already begun to draw. */
export function restoreInk(ink: Ink | null): void {
  if (ink && state.pad.marks.value.length === 0) setMarks(ink.marks, ink.undone, ink.fixed);
}
