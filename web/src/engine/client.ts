// The page's side of its workers.

import * as Comlink from 'comlink';
import { simd } from 'wasm-feature-detect';
import type { EngineApi } from './engineApi';
import { hostProblem, policyProblem } from './hostAnswers';
import { moduleRequest, oneThreadRequest, threadsWhenIsolated } from './moduleRequest';
import {
  type FineTuneProgress,
  type FineTuneRequest,
  failed,
  type ModuleFacts,
  type ModuleRequest,
  type Outcome,
} from './protocol';
import type { AnswerTo, ArgumentsOf, Question } from './questions';
import { isSandboxed } from './sandbox';
import workerAddress from './worker/worker.ts?worker&url';

export type Engine = Comlink.Remote<EngineApi>;

interface EngineWorker {
  /** Null if a policy forbids workers. */
  worker: Worker | null;
  engine: Engine;
  /** Resolves only if the worker does not start; calls to `engine` are then never answered. */
  failure: Promise<{ error: string }>;
}

const workerUrl = new URL(workerAddress, location.href).href;

/** A sandboxed frame cannot start a worker from its host's URL, but a data: worker may import that URL. */
function newWorker(): Worker {
  const loader = `data:text/javascript,import${encodeURIComponent(JSON.stringify(workerUrl))}`;
  return new Worker(isSandboxed ? loader : workerUrl, { type: 'module' });
}

function openWorker(): EngineWorker {
  try {
    const worker = newWorker();
    return { worker, engine: Comlink.wrap<EngineApi>(worker), failure: workerFailure(worker) };
  } catch (reason) {
    const error = policyProblem() ?? `The worker could not be started: ${String(reason)}`;
    const engine = Comlink.wrap<EngineApi>(new MessageChannel().port1);
    return { worker: null, engine, failure: Promise.resolve({ error }) };
  }
}

let first = openWorker();

/** The main engine, for the pen and for fine-tuning. */
export let { engine } = first;

function workerFailure(worker: Worker): Promise<{ error: string }> {
  return new Promise((resolve) => {
    const explain = async (event: ErrorEvent) => {
      const problem = policyProblem() ?? (await hostProblem(workerUrl)) ?? (event.message || 'no reason given');
      resolve({ error: `The worker could not be started: ${problem}` });
    };
    worker.addEventListener('error', (event) => void explain(event), { once: true });
  });
}

/** A font that never arrives would hold up the load event forever. */
const loadMilliseconds = 5000;

/** Threads start only after this: before, Firefox is more likely to hang as `hang` describes. */
const pageLoaded = new Promise<void>((resolve) => {
  if (document.readyState === 'complete') resolve();
  else addEventListener('load', () => resolve(), { once: true });
  setTimeout(resolve, loadMilliseconds);
});

const threadMilliseconds = 4000;

/** Returns an error after a time limit: browsers do not report that a thread fails to start. */
function threadStartTimeout(): Promise<{ error: string }> {
  return new Promise((resolve) => {
    setTimeout(resolve, threadMilliseconds, { error: 'The threads of the module did not start.' });
  });
}

const hangMilliseconds = 2000;
const hung = { error: 'The worker hangs.' };

/**
 * Returns an error if the worker answers no calls for a while. In Firefox, the constructor of a worker that another
 * worker starts sometimes never returns.
 */
function hang(engine: Engine): Promise<{ error: string }> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, hangMilliseconds, hung);
    void engine.answers().then(() => clearTimeout(timer));
  });
}

async function startIn(
  { engine, failure }: EngineWorker,
  request: ModuleRequest,
  limits: readonly ((engine: Engine) => Promise<{ error: string }>)[] = [],
): Promise<Outcome<ModuleFacts>> {
  const fetched = await Promise.race([engine.fetchCode(request), failure]);
  if (failed(fetched)) return fetched;
  if (limits.length > 0) await pageLoaded;
  return Promise.race([engine.start(), failure, ...limits.map((limit) => limit(engine))]);
}

/** Gives the main engine a new worker. Terminating the old one also ends its threads. */
function replaceWorker(): void {
  first.worker?.terminate();
  first = openWorker();
  ({ engine } = first);
}

/** Starts the module with threads, in a second worker if the first one hangs, or else on one thread. */
async function startWithThreads(): Promise<Outcome<ModuleFacts>> {
  let started = await startIn(first, moduleRequest, [hang, threadStartTimeout]);
  if (started === hung) {
    replaceWorker();
    started = await startIn(first, moduleRequest, [threadStartTimeout]);
  }
  if (!failed(started)) return started;
  replaceWorker();
  return startIn(first, oneThreadRequest);
}

/** Starts the module in the main engine, or returns in one sentence why this browser cannot run it. */
export async function startEngine(): Promise<Outcome<ModuleFacts>> {
  if (!(await simd().catch(() => false))) {
    return {
      error:
        'This browser does not support WebAssembly SIMD, which the networks need. Use a current Chrome, Edge or Firefox, or Safari 16.4 or later.',
    };
  }
  const hasThreads = crossOriginIsolated && threadsWhenIsolated > 1;
  return hasThreads ? startWithThreads() : startIn(first, moduleRequest);
}

/** Starts another engine in its own worker, so that its computations do not delay the main engine. */
export async function startFurtherEngine(): Promise<Outcome<Engine>> {
  const further = openWorker();
  const started = await startIn(further, oneThreadRequest);
  return failed(started) ? started : { value: further.engine };
}

/** Transfers a byte array instead of copying it; the caller's array is empty afterwards. */
export function handOver(bytes: Uint8Array): Uint8Array {
  return Comlink.transfer(bytes, [bytes.buffer as ArrayBuffer]);
}

/** Asks about the model `id`. Answers about many images are about the reference, which must have been opened. */
export function ask<Q extends Question>(
  engine: Engine,
  id: string,
  question: Q,
  ...args: ArgumentsOf<Q>
): Promise<Outcome<AnswerTo<Q>>> {
  return engine.ask(id, question, args) as Promise<Outcome<AnswerTo<Q>>>;
}

export function startFineTuning(
  request: FineTuneRequest,
  report: (progress: FineTuneProgress) => void,
): Promise<Outcome<number>> {
  return engine.startFineTuning(request, Comlink.proxy(report));
}
