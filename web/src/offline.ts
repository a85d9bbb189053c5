// Brings up the service worker: the page then works offline, and from its next visit on it has threads
// on a host that does not isolate it. It never reloads the page by itself.

import { threadsWhenIsolated } from './engine/moduleChoice';
import { state } from './state/state';

/** Workbox knows this message. The service worker fetches those files that it does not hold yet. */
function keepFiles(worker: ServiceWorker, urlsToCache: readonly string[]): void {
  worker.postMessage({ type: 'CACHE_URLS', payload: { urlsToCache } });
}

/** A page that was loaded without the service worker names the files, so that it keeps them as well. */
function keepFilesOfThisVisit(worker: ServiceWorker): void {
  new PerformanceObserver((entries) => {
    keepFiles(
      worker,
      entries.getEntries().map(({ name }) => name),
    );
  }).observe({ type: 'resource', buffered: true });
  state.module.subscribe((module) => {
    if (module) keepFiles(worker, module.files);
  });
}

export async function bringUpServiceWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  try {
    const { serviceWorker } = navigator;
    const isFirstVisit = serviceWorker.controller === null;
    await serviceWorker.register(new URL('service-worker.js', document.baseURI));
    const { active } = await serviceWorker.ready;
    if (!isFirstVisit || !active) return;
    keepFilesOfThisVisit(active);
    // In Firefox claiming waits for every worker of the page, and threads that sleep in the module
    // never answer. A page in a frame cannot become isolated by a reload.
    if (crossOriginIsolated || parent !== window) return;
    active.postMessage({ type: 'CLAIM' });
    state.threadsAfterReload.value = threadsWhenIsolated;
  } catch {
    // Refused, in a private window say: the page works without, on one thread.
  }
}
