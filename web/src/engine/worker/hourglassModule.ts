// The compiled core as the worker sees it: one typed door to the Emscripten module, whichever of its
// four variants this browser is given. The types are those that its build emits.

import type createPlainModule from 'hourglass-module/hourglass.js';
import type { Session } from 'hourglass-module/hourglass.js';
import plainGlue from 'hourglass-module/hourglass.js?url';
import plainWasm from 'hourglass-module/hourglass.wasm?url';
import relaxedGlue from 'hourglass-module/hourglass_relaxed.js?url';
import relaxedWasm from 'hourglass-module/hourglass_relaxed.wasm?url';
import threadsGlue from 'hourglass-threads/hourglass_threads.js?url';
import threadsWasm from 'hourglass-threads/hourglass_threads.wasm?url';
import threadsRelaxedGlue from 'hourglass-threads/hourglass_threads_relaxed.js?url';
import threadsRelaxedWasm from 'hourglass-threads/hourglass_threads_relaxed.wasm?url';
import { relaxedSimd, threads } from 'wasm-feature-detect';
import { firstHostProblem, policyProblem } from '../hostAnswers';
import type { ModuleFacts, ModuleRequest, ModuleVariant, Outcome } from '../protocol';

export type { Session };

export interface SessionMaker {
  facts: ModuleFacts;
  make(): Session;
}

const files: Record<ModuleVariant, { glue: string; wasm: string }> = {
  plain: { glue: plainGlue, wasm: plainWasm },
  relaxed: { glue: relaxedGlue, wasm: relaxedWasm },
  threads: { glue: threadsGlue, wasm: threadsWasm },
  'threads-relaxed': { glue: threadsRelaxedGlue, wasm: threadsRelaxedWasm },
};

/** The fastest that this browser can run, without threads and with them: Safari's have no relaxed SIMD. */
async function fastestVariants(): Promise<Record<'single' | 'threaded', ModuleVariant>> {
  return (await relaxedSimd())
    ? { single: 'relaxed', threaded: 'threads-relaxed' }
    : { single: 'plain', threaded: 'threads' };
}

/** Only an isolated page has threads at all. */
async function fastestVariant(wantedThreads: number): Promise<ModuleVariant> {
  const { single, threaded } = await fastestVariants();
  return wantedThreads > 1 && crossOriginIsolated && (await threads()) ? threaded : single;
}

async function neededFiles(): Promise<string[]> {
  const { single, threaded } = await fastestVariants();
  return [files[single], files[threaded]].flatMap(({ glue, wasm }) => [glue, wasm]);
}

/** What has been fetched and compiled; nothing of it runs yet. */
export interface FetchedModule {
  variant: ModuleVariant;
  threads: number;
  createModule: typeof createPlainModule;
  code: WebAssembly.Module;
}

/** Compiled while it arrives, if the host sends it by its own type. */
async function compile(address: string): Promise<WebAssembly.Module> {
  const response = await fetch(address);
  const isTyped = response.headers.get('content-type') === 'application/wasm';
  return isTyped ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

async function failure(variant: ModuleVariant, reason: unknown): Promise<{ error: string }> {
  const { glue, wasm } = files[variant];
  const problem = (await firstHostProblem([glue, wasm])) ?? policyProblem() ?? String(reason);
  return { error: `The network module could not be started: ${problem}` };
}

export async function fetchModule(request: ModuleRequest): Promise<Outcome<FetchedModule>> {
  const variant = request.variant ?? (await fastestVariant(request.threads));
  const { glue, wasm } = files[variant];
  try {
    const [{ default: createModule }, code] = await Promise.all([
      // A build tool that looked into the glue would bundle the workers that it starts of itself.
      import(/* @vite-ignore */ glue) as Promise<{ default: typeof createPlainModule }>,
      compile(wasm),
    ]);
    const threads = variant.startsWith('threads') ? request.threads : 1;
    return { value: { variant, threads, createModule, code } };
  } catch (reason) {
    return failure(variant, reason);
  }
}

/** Starts the module and the threads beside this one. */
function run({ createModule, code, threads }: FetchedModule): ReturnType<typeof createPlainModule> {
  return new Promise((resolve, reject) => {
    const instantiateWasm = (
      imports: WebAssembly.Imports,
      receive: (instance: WebAssembly.Instance, code: WebAssembly.Module) => void,
    ) => {
      WebAssembly.instantiate(code, imports).then((instance) => receive(instance, code), reject);
      return {};
    };
    createModule({ instantiateWasm, poolSize: threads - 1 }).then(resolve, reject);
  });
}

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
          return { error: `The network module failed (${String(reason)}); reload the page.` };
        }
      };
    },
  });
}

/** Answers with a maker of sessions, which share the module's threads. */
export async function startModule(fetched: FetchedModule): Promise<Outcome<SessionMaker>> {
  const { variant } = fetched;
  try {
    const module = await run(fetched);
    const team = new module.ThreadTeam(fetched.threads);
    return {
      value: {
        facts: { variant, threads: team.size(), files: await neededFiles() },
        make: () => withoutThrows(new module.Session(team)),
      },
    };
  } catch (reason) {
    return failure(variant, reason);
  }
}
