// The contents of the pad as a list of marks that can be undone: strokes, digits and clearings. Coordinates
// and widths are fractions of the pad's side, so they do not depend on the size or density of the screen.

export interface InkPoint {
  x: number;
  y: number;
  width: number;
}

export interface Stroke {
  kind: 'stroke';
  eraser: boolean;
  /** Whether the stroke also removes a test digit. Both are one mark, so that one undo brings the digit back. */
  replacesDigit: boolean;
  points: InkPoint[];
}

export interface Digit {
  kind: 'digit';
  /** Its index among the test digits; null for the visitor's own picture. */
  index: number | null;
  pixels: Float32Array;
  /** Whether the page put the digit on the pad by itself, as a sample. */
  isSample: boolean;
}

export type Mark = Stroke | Digit | { kind: 'clear' };

function hidesEarlier(mark: Mark): boolean {
  return mark.kind !== 'stroke' || mark.replacesDigit;
}

/** The marks that still show: those from the last digit or after the last clearing. */
export function visibleMarks(marks: readonly Mark[]): readonly Mark[] {
  const first = marks.findLastIndex(hidesEarlier);
  if (first < 0) return marks;
  return marks.slice(marks[first]?.kind === 'clear' ? first + 1 : first);
}

/** The digit, if nothing has been drawn over it: the networks then get its exact pixels. */
export function onlyDigit(marks: readonly Mark[]): Digit | null {
  const [first, ...rest] = visibleMarks(marks);
  return first?.kind === 'digit' && rest.length === 0 ? first : null;
}

/** Like `onlyDigit`, but only for digits of the test set. */
export function onlyTestDigit(marks: readonly Mark[]): Digit | null {
  const digit = onlyDigit(marks);
  return digit && digit.index !== null ? digit : null;
}

/** The mean stroke width in MNIST, in network pixels. */
export const strokeWidth = 2.4;

/** Whether everything visible was drawn by hand: the networks then get the strokes redrawn at one width. */
export function isDrawn(marks: readonly Mark[]): boolean {
  return visibleMarks(marks)[0]?.kind === 'stroke';
}
