const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

export function wholeNumber(value: number): string {
  return whole.format(value);
}

export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.ceil(seconds % 60)} s`;
}
