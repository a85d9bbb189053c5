// Builds the service worker, after the page, because it lists the page's files.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const site = fileURLToPath(new URL('../build/web', import.meta.url));
const workerFile = 'service-worker.js';
/** These files are cached at once; all others are cached when they are first used. */
const precached =
  /^(index\.html|favicon\.svg|start\.js|manifest(\.\w+)?\.webmanifest|icons\/.*|assets\/.*\.(css|woff2)|assets\/(?!hourglass).*\.js)$/;

const hashOf = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex').slice(0, 16);

const files = readdirSync(site, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name !== workerFile)
  .map((entry) => path.join(entry.parentPath, entry.name))
  .map((file) => ({ url: path.relative(site, file).replaceAll(path.sep, '/'), revision: hashOf(readFileSync(file)) }))
  .sort((a, b) => (a.url < b.url ? -1 : 1));

export default defineConfig({
  publicDir: false,
  define: {
    __FILES__: JSON.stringify(files.filter(({ url }) => precached.test(url))),
    __VERSION__: JSON.stringify(hashOf(JSON.stringify(files))),
    'process.env.NODE_ENV': '"production"',
  },
  build: {
    outDir: site,
    emptyOutDir: false,
    target: 'es2022',
    rollupOptions: {
      input: 'src/serviceWorker.ts',
      output: { format: 'iife', entryFileNames: workerFile },
    },
  },
});
