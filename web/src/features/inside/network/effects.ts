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

const sizeOf = (code: Float32Array, unit: number) => Math.abs(code[unit] ?? 0);

/** The unit with the largest number. */
export function strongestUnit(code: Float32Array): number {
  return code.reduce((best, _, unit) => (sizeOf(code, unit) > sizeOf(code, best) ? unit : best), 0);
}

/** The units with the largest numbers, in the order of the code. */
function strongest(code: Float32Array): number[] {
  return Array.from(code, (_, unit) => unit)
    .sort((a, b) => sizeOf(code, b) - sizeOf(code, a))
    .slice(0, mostUnits)
    .sort((a, b) => a - b);
}

export function withoutUnits(code: Float32Array, units: ReadonlySet<number>): Float32Array {
  return code.map((value, unit) => (units.has(unit) ? 0 : value));
}

export async function effectOf(engine: Engine, id: string, code: Float32Array, unit: number): Promise<Outcome<Effect>> {
  const [decoded, without] = await Promise.all([
    ask(engine, id, 'decode', code),
    ask(engine, id, 'decode', code.with(unit, 0)),
  ]);
  if (failed(decoded)) return decoded;
  if (failed(without)) return without;
  const compared = await ask(engine, id, 'compare', decoded.value, without.value);
  if (failed(compared)) return compared;
  return { value: { unit, value: code[unit] ?? 0, difference: compared.value.difference } };
}

export async function effectsOf(engine: Engine, id: string, code: Float32Array): Promise<Outcome<Effect[]>> {
  const effects: Effect[] = [];
  for (const one of await Promise.all(strongest(code).map((unit) => effectOf(engine, id, code, unit)))) {
    if (failed(one)) return one;
    effects.push(one.value);
  }
  return { value: effects };
}
