import type { Session } from './module/hourglass.js';

export type { Session };

/** `relaxed` variants use relaxed SIMD; `threads` variants need Node or a cross-origin isolated page. */
export type Variant = 'plain' | 'relaxed' | 'threads' | 'threads-relaxed';

export interface LoadOptions {
  /** From 1 to 64. By default one per processor, at most 4. Where threads are not available, 1 is used. */
  threads?: number;
  /** By default the fastest that this browser or this Node can run. */
  variant?: Variant;
}

export interface Hourglass {
  readonly variant: Variant;
  readonly threads: number;
  /** Makes a session, which holds one model. All sessions share the threads. Call `delete()` when you are done. */
  createSession(): Session;
}

/** Loads the module and starts its threads. */
export function load(options?: LoadOptions): Promise<Hourglass>;

/** What a method of a session returns: it does not throw. */
export type Outcome<Value> = { value: Value } | { error: string };

/** Returns the value of an outcome, or throws an Error with its message. */
export function valueIn<Value>(outcome: Outcome<Value>): Value;
