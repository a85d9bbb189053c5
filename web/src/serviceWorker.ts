/// <reference lib="webworker" />
// Makes the page work offline, and adds the two headers that isolate it: static hosts do not send them, and
// without them a browser has no shared memory and so no threads.
//
// Each version has its own caches and takes over when no page of the previous version is open, so that a
// page never gets files of two versions. The page's own code is fetched at once; modules, models and
// images are cached when they are first used, or when a page that was loaded without this worker lists them.

import { addPlugins, cleanupOutdatedCaches, type PrecacheEntry, precacheAndRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { CacheFirst } from 'workbox-strategies';

declare const self: ServiceWorkerGlobalScope;
declare const __FILES__: PrecacheEntry[];
declare const __VERSION__: string;

const keptName = `kept ${self.registration.scope} `;
const keptOfThisVersion = keptName + __VERSION__;

const isolating = {
  handlerWillRespond: async ({ response }: { response: Response }): Promise<Response> => {
    const headers = new Headers(response.headers);
    headers.set('Cross-Origin-Opener-Policy', 'same-origin');
    headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
    const { body, status, statusText } = response;
    return new Response(body, { status, statusText, headers });
  },
};

/** Some hosts answer requests for missing files with index.html and status 200. */
const realFilesOnly = {
  cacheWillUpdate: async ({ response }: { response: Response }): Promise<Response | null> => {
    const isPage = /^text\/html/.test(response.headers.get('content-type') ?? '');
    return response.status === 200 && !isPage ? response : null;
  },
};

async function forgetOtherVersions(): Promise<void> {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(keptName) && name !== keptOfThisVersion);
  await Promise.all(others.map((name) => caches.delete(name)));
}

addPlugins([isolating]);
// The query of the address holds only the page's state; the file is always the same.
precacheAndRoute(__FILES__, { ignoreURLParametersMatching: [/./] });
cleanupOutdatedCaches();
registerRoute(
  ({ url }) => url.href.startsWith(self.registration.scope),
  new CacheFirst({ cacheName: keptOfThisVersion, plugins: [isolating, realFilesOnly] }),
);
self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOtherVersions());
});
self.addEventListener('message', (event) => {
  if (event.data?.type === 'CLAIM') event.waitUntil(self.clients.claim());
});
