// Registers the service worker, which makes the page work offline and, from the next visit on, gives it
// threads on hosts that do not isolate it. It never reloads the page by itself.

import { threadsWhenIsolated } from './engine/moduleChoice';
import { state } from './state/state';

/** Sends a message that Workbox knows: the service worker fetches the files it does not have yet. */
function keepFiles(worker: ServiceWorker, urlsToCache: readonly string[]): void {
  worker.postMessage({ type: 'CACHE_URLS', payload: { urlsToCache } });
}

/** A page that was loaded without the service worker tells it which files to cache. */
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
    // In Firefox, claiming waits for every worker of the page, and sleeping threads of the module never
    // answer. A page in a frame does not become isolated by a reload.
    if (crossOriginIsolated || parent !== window) return;
    active.postMessage({ type: 'CLAIM' });
    state.threadsAfterReload.value = threadsWhenIsolated;
  } catch {
    // Refused, for example in a private window: the page works without it, on one thread.
  }
}
