// Measures the peak speed of one browser thread (see roof.h) with the module that ?module= names.

import { secondsOf } from './images.mjs';

const bytesToMove = 1e9;
const rounds = 1_000_000;

const { module: path } = Object.fromEntries(new URLSearchParams(self.location.search));
const { default: createModule } = await import(path);
const roof = await createModule();

/** Computes `times` million rounds of multiply-adds. */
export async function multiply_add({ times }) {
  let operations;
  const { seconds } = await secondsOf(1, () => (operations = roof._roof_multiply_add(times * rounds)));
  return { seconds, operations };
}

export async function copy({ bytes }) {
  const [from, to] = [roof._malloc(bytes), roof._malloc(bytes)];
  roof._roof_copy(to, from, bytes, 1);
  let moved;
  const times = Math.max(1, Math.round(bytesToMove / bytes));
  const { seconds } = await secondsOf(1, () => (moved = roof._roof_copy(to, from, bytes, times)));
  roof._free(from);
  roof._free(to);
  return { rate: moved / seconds };
}
