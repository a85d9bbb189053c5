// Chooses the variant of the module by what the browser supports.

import { relaxedSimd, threads } from 'wasm-feature-detect';
import type { ModuleVariant } from '../protocol';

/** Returns the fastest variants that this browser supports. Safari, for one, has threads but no relaxed SIMD. */
export async function fastestVariants(): Promise<Record<'single' | 'threaded', ModuleVariant>> {
  return (await relaxedSimd())
    ? { single: 'relaxed', threaded: 'threads-relaxed' }
    : { single: 'plain', threaded: 'threads' };
}

/** Chooses a variant with threads only on a cross-origin isolated page; other pages cannot have threads. */
export async function fastestVariant(wantedThreads: number): Promise<ModuleVariant> {
  const { single, threaded } = await fastestVariants();
  return wantedThreads > 1 && crossOriginIsolated && (await threads()) ? threaded : single;
}
