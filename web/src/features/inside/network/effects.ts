// What single numbers of a code do to the decoded picture.

import { ask, type Engine } from '../../../engine/client';
import { failed, type Outcome } from '../../../engine/protocol';

const mostUnits = 30;

export interface Effect {
  unit: number;
  value: number;
  /** The decoded picture minus the one that is decoded if this number is 0. */
  difference: Float32Array;
}

/** The units with the largest numbers, in the order of the code. */
function strongest(code: Float32Array): number[] {
  const units = Array.from(code, (_, unit) => unit);
  const size = (unit: number) => Math.abs(code[unit] ?? 0);
  return units
    .sort((a, b) => size(b) - size(a))
    .slice(0, mostUnits)
    .sort((a, b) => a - b);
}

export function withoutUnits(code: Float32Array, units: ReadonlySet<number>): Float32Array {
  return code.map((value, unit) => (units.has(unit) ? 0 : value));
}

export async function effectsOf(engine: Engine, id: string, code: Float32Array): Promise<Outcome<Effect[]>> {
  const decoded = await ask(engine, id, 'decode', code);
  if (failed(decoded)) return decoded;
  const units = strongest(code);
  const compared = await Promise.all(
    units.map(async (unit) => {
      const without = await ask(engine, id, 'decode', code.with(unit, 0));
      return failed(without) ? without : ask(engine, id, 'compare', decoded.value, without.value);
    }),
  );
  const effects: Effect[] = [];
  for (const [index, one] of compared.entries()) {
    if (failed(one)) return one;
    const unit = units[index] ?? 0;
    effects.push({ unit, value: code[unit] ?? 0, difference: one.value.difference });
  }
  return { value: effects };
}
