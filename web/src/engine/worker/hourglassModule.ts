// The worker's interface to the Emscripten module: one interface for all four variants. The types come from
// the module's build.

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
import { firstHostProblem, policyProblem } from '../hostAnswers';
import type { ModuleFacts, ModuleRequest, ModuleVariant, Outcome } from '../protocol';
import { fastestVariant, fastestVariants } from './moduleVariant';

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

async function neededFiles(): Promise<string[]> {
  const { single, threaded } = await fastestVariants();
  return [files[single], files[threaded]].flatMap(({ glue, wasm }) => [glue, wasm]);
}

/** A module that has been fetched and compiled, but not started. */
export interface FetchedModule {
  variant: ModuleVariant;
  threads: number;
  createModule: typeof createPlainModule;
  code: WebAssembly.Module;
}

/** Fetches and compiles the module. If the host sends it as application/wasm, it is compiled while it downloads. */
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
      // The build tool must not look into the glue, or it would bundle the workers that the glue starts.
      import(/* @vite-ignore */ glue) as Promise<{ default: typeof createPlainModule }>,
      compile(wasm),
    ]);
    const threads = variant.startsWith('threads') ? request.threads : 1;
    return { value: { variant, threads, createModule, code } };
  } catch (reason) {
    return failure(variant, reason);
  }
}

/** Starts the module and its additional threads. */
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

// The core does not throw, but a trap in the module and a lack of memory arrive as exceptions. This wrapper
// returns them as errors like any other.
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

/** Returns a function that makes sessions; all of them share the module's threads. */
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
