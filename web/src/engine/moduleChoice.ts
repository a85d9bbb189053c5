// Which variant of the module this page requests: by default the fastest that the browser supports, with as
// many threads as make it faster. ?module=plain|relaxed|threads|threads-relaxed and ?threads=N override this, for
// comparisons and tests.

import { type ModuleRequest, moduleVariants } from './protocol';

/** Threads get equal shares of the work, so all wait for the slowest core, and many machines have slow ones. */
const mostThreads = 4;

const address = new URLSearchParams(location.search);
const variant = moduleVariants.find((name) => name === address.get('module')) ?? null;
const asked = Number(address.get('threads'));
const threads = Number.isInteger(asked) && asked >= 1 && asked <= 64 ? asked : null;

/** For the main engine. */
export const moduleRequest: ModuleRequest = {
  variant,
  threads: threads ?? Math.min(navigator.hardwareConcurrency || 1, mostThreads),
};

/** For the second engine, whose threads would only slow down the first's, and where threads do not start. */
export const oneThreadRequest: ModuleRequest = { variant, threads: 1 };

/** How many threads the page uses if it is cross-origin isolated; otherwise it uses one. */
export const threadsWhenIsolated = variant === null || variant.startsWith('threads') ? moduleRequest.threads : 1;

/** Keeps an override in the page's address. */
export function keepModuleChoice(query: URLSearchParams): void {
  if (variant) query.set('module', variant);
  if (threads) query.set('threads', String(threads));
}
