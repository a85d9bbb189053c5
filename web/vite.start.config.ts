// Builds the script that says why the page does not start, separately because it must not be a module.

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  publicDir: false,
  build: {
    outDir: fileURLToPath(new URL('../build/web', import.meta.url)),
    emptyOutDir: false,
    target: 'es2022',
    rollupOptions: {
      input: 'src/start.ts',
      output: { format: 'iife', entryFileNames: 'start.js' },
    },
  },
});
