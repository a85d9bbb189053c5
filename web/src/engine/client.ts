// The page's end of the worker.

import * as Comlink from 'comlink';
import { simd } from 'wasm-feature-detect';
import type { EngineApi, FineTuneProgress, FineTuneRequest, Outcome } from './protocol';

export type Engine = Comlink.Remote<EngineApi>;

const worker = new Worker(new URL('./worker/worker.ts', import.meta.url), { type: 'module' });

export const engine: Engine = Comlink.wrap<EngineApi>(worker);

/** Starts the module, or says in one sentence why this browser cannot. */
export async function startEngine(): Promise<Outcome<null>> {
  if (!(await simd())) {
    return {
      error:
        'This browser lacks WebAssembly SIMD, which the networks need; a current Chrome, Firefox, Edge or Safari (16.4 or later) has it.',
    };
  }
  return Promise.race([engine.start(), workerFailure()]);
}

function workerFailure(): Promise<Outcome<null>> {
  return new Promise((resolve) => {
    worker.addEventListener(
      'error',
      (event) => resolve({ error: `The worker could not be started: ${event.message || 'no reason given'}` }),
      { once: true },
    );
  });
}

/** Hands large byte arrays over instead of copying them; the caller's array is empty afterwards. */
export function handOver(bytes: Uint8Array): Uint8Array {
  return Comlink.transfer(bytes, [bytes.buffer as ArrayBuffer]);
}

export function startFineTuning(
  request: FineTuneRequest,
  report: (progress: FineTuneProgress) => void,
): Promise<Outcome<number>> {
  return engine.startFineTuning(request, Comlink.proxy(report));
}
