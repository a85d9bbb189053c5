import type { ModelSummary } from '../engine/protocol';

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

export function wholeNumber(value: number): string {
  return whole.format(value);
}

/** A mean squared error to four decimals, or in scientific notation if all four would be zero. */
export function errorText(value: number): string {
  return value !== 0 && value < 0.00005 ? value.toExponential(0) : value.toFixed(4);
}

/** A loss to four significant digits (small ones in scientific notation), so that its width stays about the same. */
export function lossText(value: number): string {
  return value !== 0 && value < 1e-4 ? value.toExponential(2) : value.toPrecision(4);
}

export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.ceil(seconds % 60)} s`;
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

export function fileSize(bytes: number): string {
  return bytes < 1e6 ? `${wholeNumber(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
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
  const past = summary.switches > 0 ? ` + ${wholeNumber(summary.switches)} switches` : '';
  return `${shape === size ? '' : `${shape} = `}${size} numbers${past}`;
}
