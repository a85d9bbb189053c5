// Strokes as text for the address. Each number is one or more characters of base64url with five bits each, the
// lowest bits first; a sixth bit says that more characters follow. Points are stored as the way from the point
// before, and most of these ways are short. Only points on a fine grid can be written exactly.

import type { InkPoint, Stroke } from './marks';

/** The most characters that a drawing may take in the address. */
export const longestDrawing = 200;

/** Grid steps per side of the pad, and per unit of a stroke's width. */
const placeSteps = 1024;
const widthSteps = 1000;
/** How far from the pad's middle a point may lie, in sides of the pad: a captured pointer may leave the pad. */
const farthest = 2;
const mostBits = 15;

const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const more = 32;

function place(coordinate: number): number {
  const limit = farthest * placeSteps;
  return Math.max(-limit, Math.min(limit, Math.round((coordinate - 0.5) * placeSteps)));
}

const toGrid = ({ x, y, width }: InkPoint) => [place(x), place(y), Math.round(width * widthSteps)] as const;

const fromGrid = (x: number, y: number, width: number): InkPoint => ({
  x: 0.5 + x / placeSteps,
  y: 0.5 + y / placeSteps,
  width: width / widthSteps,
});

/** Moves a point to the nearest one that can be written exactly. */
export function snapped(point: InkPoint): InkPoint {
  return fromGrid(...toGrid(point));
}

function unsigned(value: number): string {
  const rest = value >> 5;
  return rest > 0 ? characters[(value & 31) | more] + unsigned(rest) : (characters[value] ?? '');
}

/** The sign becomes the lowest bit, so that small numbers stay short. */
function signed(value: number): string {
  return unsigned(value < 0 ? -2 * value - 1 : 2 * value);
}

/** The first number of a stroke: its width, whether that is the same at all points, and whether it is an eraser. */
const headOf = (width: number, isEven: boolean, isEraser: boolean) => 4 * width + (isEven ? 2 : 0) + (isEraser ? 1 : 0);

export function drawingText(strokes: readonly Stroke[]): string {
  let [x, y] = [0, 0];
  return strokes
    .map(({ points, eraser }) => {
      const places = points.map(toGrid);
      let width = places[0]?.[2] ?? 0;
      const isEven = places.every((at) => at[2] === width);
      const numbers = places.map((at) => {
        const text = signed(at[0] - x) + signed(at[1] - y) + (isEven ? '' : signed(at[2] - width));
        [x, y, width] = at;
        return text;
      });
      return unsigned(headOf(places[0]?.[2] ?? 0, isEven, eraser)) + unsigned(points.length) + numbers.join('');
    })
    .join('');
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  unsigned(): number {
    let value = 0;
    for (let shift = 0; shift < mostBits; shift += 5) {
      const digit = characters.indexOf(this.text[this.at++] ?? ' ');
      if (digit < 0) break;
      value |= (digit & 31) << shift;
      if (digit < more) return value;
    }
    throw new Error('not a number');
  }

  signed(): number {
    const value = this.unsigned();
    return value & 1 ? -(value + 1) / 2 : value / 2;
  }
}

/** Returns the strokes that `drawingText` wrote, or null if the text is not one of its own. */
export function strokesOf(text: string): Stroke[] | null {
  if (text.length > longestDrawing) return null;
  const reader = new Reader(text);
  const strokes: Stroke[] = [];
  let [x, y] = [0, 0];
  try {
    while (!reader.isAtEnd) {
      const head = reader.unsigned();
      let width = head >> 2;
      const points = Array.from({ length: reader.unsigned() }, () => {
        x += reader.signed();
        y += reader.signed();
        if (!(head & 2)) width += reader.signed();
        return fromGrid(x, y, width);
      });
      strokes.push({ kind: 'stroke', eraser: (head & 1) === 1, replacesDigit: false, points });
    }
  } catch {
    return null;
  }
  return drawingText(strokes) === text ? strokes : null;
}
