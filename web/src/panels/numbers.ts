const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

export function wholeNumber(value: number): string {
  return whole.format(value);
}

/** Four significant digits, small values as powers of ten: the width stays about the same. */
export function lossText(value: number): string {
  return value !== 0 && value < 1e-4 ? value.toExponential(2) : value.toPrecision(4);
}

export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.ceil(seconds % 60)} s`;
}
