// What the address says about the pad: a test digit, strokes, or strokes over a test digit. A picture of the
// visitor's own would be too long.

import { drawingText, longestDrawing } from './drawingText';
import { type Mark, type Stroke, visibleMarks } from './marks';

export interface PadAddress {
  /** The index of a test digit, or null. */
  digit: number | null;
  /** Strokes as `drawingText` writes them; empty for a blank pad, null if the address has none. */
  drawing: string | null;
}

const isStroke = (mark: Mark): mark is Stroke => mark.kind === 'stroke';

/** The whole text of a drawing, however long, or null if the pad shows only a digit. */
function textOn(visible: readonly Mark[]): string | null {
  const strokes = visible.filter(isStroke);
  return strokes.length === 0 && visible.length > 0 ? null : drawingText(strokes);
}

/** Whether the address has room for the drawing on the pad. */
export function fitsAddress(marks: readonly Mark[]): boolean {
  return (textOn(visibleMarks(marks))?.length ?? 0) <= longestDrawing;
}

/** Whether the pad shows a picture of the visitor's own, with or without strokes over it. */
export function showsOwnPicture(marks: readonly Mark[]): boolean {
  const [first] = visibleMarks(marks);
  return first?.kind === 'digit' && first.index === null;
}

export function padAddress(marks: readonly Mark[]): PadAddress {
  const visible = visibleMarks(marks);
  const [first, ...rest] = visible;
  const isUntouchedSample = first?.kind === 'digit' && first.isSample && rest.length === 0;
  const isUntouched = marks.length === 0 || isUntouchedSample;
  if (isUntouched || showsOwnPicture(marks) || !fitsAddress(marks)) return { digit: null, drawing: null };
  return { digit: first?.kind === 'digit' ? first.index : null, drawing: textOn(visible) };
}
