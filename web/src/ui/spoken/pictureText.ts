// What pictures show, in words for screen readers.

import { imageSide } from '../../engine/protocol';

/** Pixels with more ink than this are counted as dark. */
const dark = 0.5;

const from = (indices: readonly number[]): string => `${Math.min(...indices) + 1} to ${Math.max(...indices) + 1}`;

/** Says how much ink a picture has and where, such as "98 dark pixels in rows 5 to 24 and columns 9 to 20". */
export function inkText(pixels: Float32Array): string {
  const inked = [...pixels.keys()].filter((index) => (pixels[index] ?? 0) > dark);
  if (inked.length === 0) return 'no dark pixels';
  const rows = inked.map((index) => Math.floor(index / imageSide));
  const columns = inked.map((index) => index % imageSide);
  return `${inked.length} dark pixels in rows ${from(rows)} and columns ${from(columns)}`;
}

/** Says how much of a difference is missing and how much is extra, each in pixels full of ink. */
export function differenceText(difference: Float32Array): string {
  const missing = difference.reduce((sum, value) => sum - Math.min(value, 0), 0);
  const extra = difference.reduce((sum, value) => sum + Math.max(value, 0), 0);
  return `${missing.toFixed(1)} pixels of ink missing and ${extra.toFixed(1)} extra`;
}

export function rangeText(values: Float32Array): string {
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return `from ${low.toFixed(2)} to ${high.toFixed(2)}`.replaceAll('-', '−');
}
