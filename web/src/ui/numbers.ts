import type { ModelSummary } from '../engine/protocol';
import { locale, localNumber, t } from '../language/t';

const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });

export function wholeNumber(value: number): string {
  return whole.format(value);
}

export function fixed(value: number, digits: number): string {
  return localNumber(value.toFixed(digits));
}

export function significant(value: number, digits: number): string {
  return localNumber(value.toPrecision(digits));
}

/** A mean squared error to four decimals, or in scientific notation if all four would be zero. */
export function errorText(value: number): string {
  return value !== 0 && value < 0.00005 ? value.toExponential(0) : fixed(value, 4);
}

/** A loss to four significant digits (small ones in scientific notation), so that its width stays about the same. */
export function lossText(value: number): string {
  return value !== 0 && value < 1e-4 ? localNumber(value.toExponential(2)) : significant(value, 4);
}

export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  return t`${Math.floor(seconds / 60)} min ${Math.ceil(seconds % 60)} s`;
}

export function percent(share: number): string {
  return `${fixed(100 * share, 1)} %`;
}

export function fileSize(bytes: number): string {
  return bytes < 1e6 ? `${wholeNumber(bytes / 1e3)} kB` : `${fixed(bytes / 1e6, 1)} MB`;
}

/** Channels × height × width, or a single number for a flat shape. */
export function shapeText(shape: readonly number[]): string {
  const flat = shape.length === 3 && shape[1] === 1 && shape[2] === 1;
  return (flat ? shape.slice(0, 1) : shape).map(wholeNumber).join(' × ');
}

/** The code's shape and size, plus the number of switches that the decoder also gets. */
export function codeText(summary: ModelSummary): string {
  const shape = shapeText(summary.code_shape);
  const size = wholeNumber(summary.code_size);
  const count = shape === size ? size : `${shape} = ${size}`;
  return summary.switches > 0 ? t`${count} numbers + ${wholeNumber(summary.switches)} switches` : t`${count} numbers`;
}
