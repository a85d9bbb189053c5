// Reads the core's percentiles 0, 1, …, 100 of every code unit over the test digits, one unit after another.

import { percentilesPerUnit } from '../../engine/experimentProtocol';

/** A unit's variation is the range between these percentiles, so that single outliers do not count. */
const lowPercentile = 5;
const highPercentile = 95;

export function valueAt(values: Float32Array, unit: number, percentile: number): number {
  return values[unit * percentilesPerUnit + percentile] ?? 0;
}

export function isConstant(values: Float32Array, unit: number): boolean {
  return valueAt(values, unit, 0) === valueAt(values, unit, percentilesPerUnit - 1);
}

/** Sorts the code units: those that vary most over the test digits come first. */
export function byVariation(values: Float32Array): number[] {
  const spread = (unit: number) => valueAt(values, unit, highPercentile) - valueAt(values, unit, lowPercentile);
  return Array.from({ length: values.length / percentilesPerUnit }, (_, unit) => unit).sort(
    (a, b) => spread(b) - spread(a),
  );
}

/**
 * How far the codes spread: half the distance between percentiles 16 and 84, averaged over the units. It is the standard
 * deviation if the values are normally distributed.
 */
export function spreadOf(values: Float32Array): number {
  const units = values.length / percentilesPerUnit;
  let sum = 0;
  for (let unit = 0; unit < units; unit++) sum += (valueAt(values, unit, 84) - valueAt(values, unit, 16)) / 2;
  return sum / units;
}
