// Brings up the service worker. A first visit is loaded once more when the worker is there, because
// only what comes through it is isolated and so has threads; but never under the visitor's hands.

const gestures = ['pointerdown', 'keydown', 'drop'] as const;

function firstTouch(): { happened: boolean } {
  const touch = { happened: false };
  for (const gesture of gestures) {
    addEventListener(gesture, () => (touch.happened = true), { once: true, capture: true });
  }
  return touch;
}

/** What the page had loaded before the worker came is kept as well (a message that Workbox knows). */
function keepLoadedFiles(worker: ServiceWorker): void {
  const urlsToCache = performance.getEntriesByType('resource').map(({ name }) => name);
  worker.postMessage({ type: 'CACHE_URLS', payload: { urlsToCache } });
}

export async function bringUpServiceWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  const isFirstVisit = serviceWorker.controller === null;
  const touch = firstTouch();
  serviceWorker.addEventListener('controllerchange', () => {
    if (!isFirstVisit || !serviceWorker.controller) return;
    if (crossOriginIsolated || touch.happened) keepLoadedFiles(serviceWorker.controller);
    else location.reload();
  });
  try {
    await serviceWorker.register(new URL('service-worker.js', document.baseURI));
  } catch {
    // Refused, in a private window say: the page works without, on one thread.
  }
}
