// Loads the fastest variant of the module that this browser or this Node can run.
import { relaxedSimd, threads as sharedMemory } from 'wasm-feature-detect';

// Bundlers copy files that are named like this. They must not bundle the glue itself, which starts its threads by
// loading its own file again.
const files = {
  plain: [new URL('./module/hourglass.js', import.meta.url), new URL('./module/hourglass.wasm', import.meta.url)],
  relaxed: [
    new URL('./module/hourglass_relaxed.js', import.meta.url),
    new URL('./module/hourglass_relaxed.wasm', import.meta.url),
  ],
  threads: [
    new URL('./module/hourglass_threads.js', import.meta.url),
    new URL('./module/hourglass_threads.wasm', import.meta.url),
  ],
  'threads-relaxed': [
    new URL('./module/hourglass_threads_relaxed.js', import.meta.url),
    new URL('./module/hourglass_threads_relaxed.wasm', import.meta.url),
  ],
};

/** Threads get equal shares of the work, so all wait for the slowest core, and many machines have slow cores. */
const mostThreads = 4;

const processors = () =>
  globalThis.navigator?.hardwareConcurrency ??
  globalThis.process?.getBuiltinModule?.('node:os').availableParallelism() ??
  1;

async function fastestVariant(threads) {
  const isRelaxed = await relaxedSimd();
  // Browsers share memory between threads only on cross-origin isolated pages.
  if (threads > 1 && (await sharedMemory())) return isRelaxed ? 'threads-relaxed' : 'threads';
  return isRelaxed ? 'relaxed' : 'plain';
}

export async function load({ threads = Math.min(processors(), mostThreads), variant } = {}) {
  if (!Number.isInteger(threads) || threads < 1 || threads > 64) {
    throw new RangeError(`threads: expected a whole number from 1 to 64, found ${threads}`);
  }
  const chosen = variant ?? (await fastestVariant(threads));
  if (!Object.hasOwn(files, chosen)) {
    throw new RangeError(`variant: expected one of ${Object.keys(files).join(', ')}, found ${chosen}`);
  }
  const [glue, wasm] = files[chosen];
  const { default: createModule } = await import(/* @vite-ignore */ /* webpackIgnore: true */ glue.href);
  const size = chosen.startsWith('threads') ? threads : 1;
  const module = await createModule({ locateFile: () => wasm.href, poolSize: size - 1 });
  const team = new module.ThreadTeam(size);
  return { variant: chosen, threads: size, createSession: () => new module.Session(team) };
}

export function valueIn(outcome) {
  if ('error' in outcome) throw new Error(outcome.error);
  return outcome.value;
}
