// The module that the page requests: by default the fastest variant (see worker/moduleVariant.ts), with one
// thread per core up to `mostThreads`. ?module=plain|relaxed|threads|threads-relaxed and ?threads=N override
// this, for comparisons and tests.

import { type ModuleRequest, moduleVariants } from './protocol';

/** Threads get equal shares of the work, so all wait for the slowest core, and many machines have slow cores. */
const mostThreads = 4;

const address = new URLSearchParams(location.search);
const variant = moduleVariants.find((name) => name === address.get('module')) ?? null;
const asked = Number(address.get('threads'));
const threads = Number.isInteger(asked) && asked >= 1 && asked <= 64 ? asked : null;

/** What the main engine requests. */
export const moduleRequest: ModuleRequest = {
  variant,
  threads: threads ?? Math.min(navigator.hardwareConcurrency || 1, mostThreads),
};

/** For the second engine, whose threads would slow down the main engine's, and for when threads fail to start. */
export const oneThreadRequest: ModuleRequest = { variant, threads: 1 };

/** How many threads the page uses if it is cross-origin isolated; otherwise it uses one. */
export const threadsWhenIsolated = variant === null || variant.startsWith('threads') ? moduleRequest.threads : 1;

/** Keeps an override in the page's address. */
export function keepModuleChoice(query: URLSearchParams): void {
  if (variant) query.set('module', variant);
  if (threads) query.set('threads', String(threads));
}
