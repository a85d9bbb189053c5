// The compiled core as the worker sees it: one typed door to the Emscripten module. The types are
// those that its build emits.

import createModule, { type Session } from 'hourglass-module/hourglass.mjs';
import wasmAddress from 'hourglass-module/hourglass.wasm?url';
import type { Outcome } from '../protocol';

export type { Session };

/** Compiles the module once and answers with a maker of sessions. */
export async function loadSessionMaker(): Promise<Outcome<() => Session>> {
  try {
    const module = await createModule({ locateFile: () => wasmAddress });
    return { value: () => new module.Session() };
  } catch (reason) {
    return { error: `The network module could not be started: ${String(reason)}` };
  }
}
