// Registers the service worker, which makes the page work offline and, from the next visit on, gives it
// threads on hosts that do not isolate it. It never reloads the page by itself.

import { threadsWhenIsolated } from './engine/moduleRequest';
import { state } from './state/state';

/** Sends a message that Workbox understands: the service worker then fetches the files it does not have yet. */
function keepFiles(worker: ServiceWorker, urlsToCache: readonly string[]): void {
  worker.postMessage({ type: 'CACHE_URLS', payload: { urlsToCache } });
}

/** Tells the service worker which files to cache if the page was loaded without it. */
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
    // An isolated page already has threads, and in Firefox CLAIM would wait forever for their workers, which do
    // not answer while they sleep. A page in a frame does not become isolated by a reload.
    if (crossOriginIsolated || parent !== window) return;
    active.postMessage({ type: 'CLAIM' });
    state.threadsAfterReload.value = threadsWhenIsolated;
  } catch {
    // Browsers may refuse a service worker, for example in a private window. The page works without one.
  }
}
