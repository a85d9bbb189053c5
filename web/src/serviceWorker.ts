/// <reference lib="webworker" />
// Makes the page work offline, and isolates it: a static host sends neither of the two headers without
// which a browser has no shared memory and so no threads.
//
// Each version has caches of its own and takes over when no page of the last one is open, so that a
// page never gets files of two versions. The page's own code is fetched at once; modules, models and
// images are kept when they are first used, or when a page that was loaded without this worker names them.

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

/** Some hosts answer with their index.html, and status 200, for files that they do not have. */
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
// The address holds the state of the page; the file is the same.
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
