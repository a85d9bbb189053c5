// Which variant of the module this page asks for. By itself the fastest that the browser can run, on
// as many threads as help; ?module=plain|relaxed|threads|threads-relaxed and ?threads=N ask for
// another, to compare and to test.

import { type ModuleRequest, moduleVariants } from './protocol';

/** Shares of one size wait for the slowest core, and many machines have slow ones beside the fast. */
const mostThreads = 4;

const address = new URLSearchParams(location.search);
const variant = moduleVariants.find((name) => name === address.get('module')) ?? null;
const asked = Number(address.get('threads'));
const threads = Number.isInteger(asked) && asked >= 1 && asked <= 64 ? asked : null;

/** For what follows the pen and for fine-tuning. */
export const moduleRequest: ModuleRequest = {
  variant,
  threads: threads ?? Math.min(navigator.hardwareConcurrency || 1, mostThreads),
};

/**
 * For what is answered beside it: a second set of threads would only be in the way of the first. Also
 * where threads cannot be started.
 */
export const oneThreadRequest: ModuleRequest = { variant, threads: 1 };

/** How many threads an isolated page uses; in one that is not, there is one. */
export const threadsWhenIsolated = variant === null || variant.startsWith('threads') ? moduleRequest.threads : 1;

/** Writes a choice that the address made back into it. */
export function keepModuleChoice(query: URLSearchParams): void {
  if (variant) query.set('module', variant);
  if (threads) query.set('threads', String(threads));
}
