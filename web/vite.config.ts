import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const moduleFolder = fileURLToPath(new URL('../build/wasm/wasm', import.meta.url));

export default defineConfig({
  // Relative addresses: the built folder works wherever a static host puts it.
  base: './',
  // One page: a missing file is a missing file, not another copy of the page.
  appType: 'mpa',
  resolve: { alias: { 'hourglass-module': moduleFolder } },
  build: {
    outDir: '../build/web',
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 400,
  },
  worker: { format: 'es' },
  server: { fs: { allow: ['.', moduleFolder] } },
  preview: { port: 8080, strictPort: true },
});
