import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const moduleFolder = fileURLToPath(new URL('../build/wasm/wasm', import.meta.url));
const threadsFolder = fileURLToPath(new URL('../build/wasm-threads/wasm', import.meta.url));
/** What the service worker adds on a host that cannot. */
const isolating = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  // Relative addresses: the built folder works wherever a static host puts it.
  base: './',
  // One page: a missing file is a missing file, not another copy of the page.
  appType: 'mpa',
  resolve: { alias: { 'hourglass-module': moduleFolder, 'hourglass-threads': threadsFolder } },
  build: {
    outDir: '../build/web',
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 400,
  },
  worker: {
    format: 'es',
    rollupOptions: {
      output: {
        // The glue starts its threads from a file of its own name beside it: itself.
        assetFileNames: ({ names }) =>
          names[0]?.endsWith('.mjs') ? 'assets/[hash]/[name][extname]' : 'assets/[name]-[hash][extname]',
      },
    },
  },
  server: { fs: { allow: ['.', moduleFolder, threadsFolder] }, headers: isolating },
  preview: { port: 8080, strictPort: true },
});
