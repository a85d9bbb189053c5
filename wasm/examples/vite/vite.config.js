import { defineConfig } from 'vite';

// With these headers the page is cross-origin isolated, so the module may use threads. A host that cannot send them
// serves the same files; the module then uses one thread.
const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export default defineConfig({
  base: './',
  // The development server must not bundle the package, which finds its .wasm files next to its own.
  optimizeDeps: { exclude: ['hourglass-autoencoders'] },
  server: { headers },
  preview: { headers },
});
