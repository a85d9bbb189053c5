// The page's end of its workers.

import * as Comlink from 'comlink';
import { simd } from 'wasm-feature-detect';
import { furtherModuleRequest, moduleRequest } from './moduleChoice';
import {
  failed,
  type EngineApi,
  type FineTuneProgress,
  type FineTuneRequest,
  type ModuleFacts,
  type Outcome,
} from './protocol';

export type Engine = Comlink.Remote<EngineApi>;

function openWorker(): { worker: Worker; engine: Engine } {
  const worker = new Worker(new URL('./worker/worker.ts', import.meta.url), { type: 'module' });
  return { worker, engine: Comlink.wrap<EngineApi>(worker) };
}

const first = openWorker();

/** What follows the pen, and fine-tuning. */
export const engine = first.engine;

function workerFailure(worker: Worker): Promise<{ error: string }> {
  return new Promise((resolve) => {
    worker.addEventListener(
      'error',
      (event) => resolve({ error: `The worker could not be started: ${event.message || 'no reason given'}` }),
      { once: true },
    );
  });
}

/** Starts the module, or says in one sentence why this browser cannot. */
export async function startEngine(): Promise<Outcome<ModuleFacts>> {
  if (!(await simd())) {
    return {
      error:
        'This browser lacks WebAssembly SIMD, which the networks need; a current Chrome, Firefox, Edge or Safari (16.4 or later) has it.',
    };
  }
  return Promise.race([engine.start(moduleRequest), workerFailure(first.worker)]);
}

/** A further engine with a worker of its own: what it computes holds up nothing else. */
export async function startFurtherEngine(): Promise<Outcome<Engine>> {
  const further = openWorker();
  const started = await Promise.race([
    further.engine.start(furtherModuleRequest),
    workerFailure(further.worker),
  ]);
  return failed(started) ? started : { value: further.engine };
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
