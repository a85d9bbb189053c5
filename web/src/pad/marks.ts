// What is on the pad, as a list that can be undone: strokes, test digits, clearings. Coordinates and
// widths are fractions of the pad's side, so the list does not care how large or dense the screen is.

export interface InkPoint {
  x: number;
  y: number;
  width: number;
}

export interface Stroke {
  kind: 'stroke';
  eraser: boolean;
  points: InkPoint[];
}

export interface Digit {
  kind: 'digit';
  index: number;
  pixels: Float32Array;
}

export type Mark = Stroke | Digit | { kind: 'clear' };

/** The marks that still show: those from the last digit or after the last clearing. */
export function visibleMarks(marks: readonly Mark[]): readonly Mark[] {
  const clearing = marks.findLastIndex((mark) => mark.kind === 'clear');
  const digit = marks.findLastIndex((mark) => mark.kind === 'digit');
  return digit > clearing ? marks.slice(digit) : marks.slice(clearing + 1);
}

/** The test digit, when nothing has been drawn over it: the networks then get its very pixels. */
export function onlyDigit(marks: readonly Mark[]): Digit | null {
  const [first, ...rest] = visibleMarks(marks);
  return first?.kind === 'digit' && rest.length === 0 ? first : null;
}
