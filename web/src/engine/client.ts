// The page's end of its workers.

import * as Comlink from 'comlink';
import { simd } from 'wasm-feature-detect';
import { moduleRequest, oneThreadRequest } from './moduleChoice';
import {
  failed,
  type EngineApi,
  type FineTuneProgress,
  type FineTuneRequest,
  type ModuleFacts,
  type ModuleRequest,
  type Outcome,
} from './protocol';

export type Engine = Comlink.Remote<EngineApi>;

interface EngineWorker {
  worker: Worker;
  engine: Engine;
}

function openWorker(): EngineWorker {
  const worker = new Worker(new URL('./worker/worker.ts', import.meta.url), { type: 'module' });
  return { worker, engine: Comlink.wrap<EngineApi>(worker) };
}

let first = openWorker();

/** What follows the pen, and fine-tuning. */
export let { engine } = first;

function workerFailure(worker: Worker): Promise<{ error: string }> {
  return new Promise((resolve) => {
    worker.addEventListener(
      'error',
      (event) => resolve({ error: `The worker could not be started: ${event.message || 'no reason given'}` }),
      { once: true },
    );
  });
}

function startIn({ worker, engine }: EngineWorker, request: ModuleRequest): Promise<Outcome<ModuleFacts>> {
  return Promise.race([engine.start(request), workerFailure(worker)]);
}

/** Starts the module, or says in one sentence why this browser cannot. */
export async function startEngine(): Promise<Outcome<ModuleFacts>> {
  if (!(await simd())) {
    return {
      error:
        'This browser lacks WebAssembly SIMD, which the networks need; a current Chrome, Firefox, Edge or Safari (16.4 or later) has it.',
    };
  }
  const started = await startIn(first, moduleRequest);
  if (!failed(started) || moduleRequest.threads === 1) return started;
  // A thread failed or was forbidden. What is left of the others ends with their worker.
  first.worker.terminate();
  first = openWorker();
  ({ engine } = first);
  return startIn(first, oneThreadRequest);
}

/** A further engine with a worker of its own: what it computes holds up nothing else. */
export async function startFurtherEngine(): Promise<Outcome<Engine>> {
  const further = openWorker();
  const started = await startIn(further, oneThreadRequest);
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
