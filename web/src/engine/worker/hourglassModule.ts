// The compiled core as the worker sees it: one typed door to the Emscripten module. The types are
// those that its build emits.

import createModule, { type Session } from 'hourglass-module/hourglass.mjs';
import wasmAddress from 'hourglass-module/hourglass.wasm?url';
import type { Outcome } from '../protocol';

export type { Session };

// The core throws nothing, but memory can run out and a trap in the module arrives as an exception.
// It becomes an error like any other, so that every way of failing is seen.
function withoutThrows(session: Session): Session {
  return new Proxy(session, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...parameters: unknown[]): unknown => {
        try {
          return Reflect.apply(member, target, parameters);
        } catch (reason) {
          return { error: `The network module broke down (${String(reason)}); reload the page.` };
        }
      };
    },
  });
}

/** Compiles the module once and answers with a maker of sessions. */
export async function loadSessionMaker(): Promise<Outcome<() => Session>> {
  try {
    const module = await createModule({ locateFile: () => wasmAddress });
    return { value: () => withoutThrows(new module.Session()) };
  } catch (reason) {
    return { error: `The network module could not be started: ${String(reason)}` };
  }
}
