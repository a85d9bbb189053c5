// Which models suit the digit on the pad. A model from a file may take pictures of another size or in colour: the
// page opens it and shows its layers and weights, but has no pictures for it.

import { t } from '../language/t';
import { imageSide, type ModelSummary, pixelCount } from './protocol';

/** Channels, height and width of the pictures that a model rebuilds; for plain numbers, how many they are. */
const inputShape = ({ layers }: ModelSummary): readonly number[] => layers[0]?.input_shape ?? [];

export function takesDigits(summary: ModelSummary): boolean {
  const [channels, height, width] = inputShape(summary);
  if (height === undefined) return channels === pixelCount;
  return channels === 1 && height === imageSide && width === imageSide;
}

/** "pictures of 8 × 8 pixels", "pictures of 32 × 32 pixels in colour", "64 numbers". */
export function inputText(summary: ModelSummary): string {
  const [channels = 0, height, width] = inputShape(summary);
  if (height === undefined || width === undefined) return t`${channels} numbers`;
  return channels > 1
    ? t`pictures of ${height} × ${width} pixels in colour`
    : t`pictures of ${height} × ${width} pixels`;
}

/** Why the page cannot use a model on the digit, and what it can do; null if it can use it. */
export function sizeProblem(summary: ModelSummary): string | null {
  if (takesDigits(summary)) return null;
  const size = `${imageSide} × ${imageSide}`;
  return t`${summary.name} takes ${inputText(summary)}, but your digit has ${size}. So it cannot rebuild your digit or be trained here; "Look inside" shows its layers and filters.`;
}
