// What pictures show, in words for screen readers.

import { imageSide } from '../../engine/protocol';
import { t } from '../../language/t';
import { fixed } from '../numbers';

/** Pixels with more ink than this are counted as dark. */
const dark = 0.5;

const rangeOf = (values: readonly number[]) => [Math.min(...values), Math.max(...values)] as const;

/** Says how much ink a picture has and where, such as "98 dark pixels in rows 5 to 24 and columns 9 to 20". */
export function inkText(pixels: Float32Array): string {
  const inked = [...pixels.keys()].filter((index) => (pixels[index] ?? 0) > dark);
  if (inked.length === 0) return t`no dark pixels`;
  const [top, bottom] = rangeOf(inked.map((index) => Math.floor(index / imageSide) + 1));
  const [left, right] = rangeOf(inked.map((index) => (index % imageSide) + 1));
  return t`${inked.length} dark pixels in rows ${top} to ${bottom} and columns ${left} to ${right}`;
}

/** Says how much of a difference is missing and how much is extra, each in pixels full of ink. */
export function differenceText(difference: Float32Array): string {
  const missing = difference.reduce((sum, value) => sum - Math.min(value, 0), 0);
  const extra = difference.reduce((sum, value) => sum + Math.max(value, 0), 0);
  return t`${fixed(missing, 1)} pixels of ink missing and ${fixed(extra, 1)} extra`;
}

const signed = (value: number) => fixed(value, 2).replace('-', '−');

export function rangeText(values: Float32Array): string {
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return t`from ${signed(low)} to ${signed(high)}`;
}
