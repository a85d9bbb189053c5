// Everything that changes the ink: strokes, undo and redo, clearing, a test digit.

import { batch } from '@preact/signals';
import { state } from '../state/state';
import { visibleMarks, type InkPoint, type Mark, type Stroke } from './marks';
import { senseMarks, senseStroke } from './sensor';

/** About two and a half network pixels for a digit that fills most of the pad, as in MNIST. */
const penWidth = 0.085;
const eraserWidth = 0.14;
/** A pen pressed lightly draws at half the width, pressed fully at one and a half. */
const pressureOffset = 0.5;

let growing: Stroke | null = null;

function setMarks(marks: Mark[], undone: Mark[]): void {
  senseMarks(marks);
  batch(() => {
    state.pad.marks.value = marks;
    state.pad.undone.value = undone;
    state.pad.version.value++;
  });
}

function put(mark: Mark): void {
  setMarks([...state.pad.marks.value, mark], []);
}

/** The width of ink at a pen's pressure; mice and fingers report none and get the plain width. */
export function inkWidth(pressure: number | null): number {
  const plain = state.pad.tool.value === 'eraser' ? eraserWidth : penWidth;
  return pressure === null ? plain : plain * (pressureOffset + pressure);
}

export function beginStroke(point: InkPoint): Stroke {
  growing = { kind: 'stroke', eraser: state.pad.tool.value === 'eraser', points: [point] };
  put(growing);
  return growing;
}

export function extendStroke(points: readonly InkPoint[]): void {
  if (!growing) return;
  const from = growing.points.length;
  for (const point of points) {
    const last = growing.points.at(-1);
    // A pen held still repeats its place; lines of no length are drawn by some browsers only.
    if (point.x !== last?.x || point.y !== last.y) growing.points.push(point);
  }
  senseStroke(growing, from);
  state.pad.version.value++;
}

/** The finished stroke is painted anew, in one smooth line. */
export function endStroke(): void {
  growing = null;
  setMarks([...state.pad.marks.value], []);
}

export function undo(): void {
  const marks = state.pad.marks.value;
  const last = marks.at(-1);
  if (last && !growing) setMarks(marks.slice(0, -1), [...state.pad.undone.value, last]);
}

export function redo(): void {
  const undone = state.pad.undone.value;
  const last = undone.at(-1);
  if (last && !growing) setMarks([...state.pad.marks.value, last], undone.slice(0, -1));
}

export function clearPad(): void {
  if (visibleMarks(state.pad.marks.value).length > 0) put({ kind: 'clear' });
}

export function putDigit(index: number, pixels: Float32Array): void {
  put({ kind: 'digit', index, pixels });
}

/** The first digit of a visit: there is nothing before it to go back to. */
export function layFirstDigit(index: number, pixels: Float32Array): void {
  setMarks([{ kind: 'digit', index, pixels }], []);
}

export function restorePad(marks: Mark[], undone: Mark[]): void {
  setMarks(marks, undone);
}
