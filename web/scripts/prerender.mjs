// Prints the HTML of the page as it is before anything has been loaded or drawn. The build puts it into index.html,
// so that browsers paint it before any script has arrived.

import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

/** Stands for all browser objects that the page's files use while they load: it answers everything with itself. */
const anything = new Proxy(() => {}, {
  get: (_, name) => {
    if (name === Symbol.toPrimitive) return () => '';
    return name === 'then' ? undefined : anything;
  },
  apply: () => anything,
  construct: () => anything,
});

for (const name of ['addEventListener', 'document', 'matchMedia', 'navigator', 'origin', 'self', 'Worker']) {
  Object.defineProperty(globalThis, name, { value: anything, configurable: true });
}
Object.assign(globalThis, { location: new URL('http://localhost/'), crossOriginIsolated: false });

const server = await createServer({
  root: fileURLToPath(new URL('..', import.meta.url)),
  appType: 'custom',
  logLevel: 'error',
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
});
const { renderFirstState } = await server.ssrLoadModule('/src/prerender.tsx');
process.stdout.write(renderFirstState(), () => process.exit());
