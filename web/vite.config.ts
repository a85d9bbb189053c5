import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const moduleFolder = fileURLToPath(new URL('../build/wasm/wasm', import.meta.url));
const threadsFolder = fileURLToPath(new URL('../build/wasm-threads/wasm', import.meta.url));
/** The headers that the service worker adds on hosts that do not send them. */
const isolating = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const hashSource = (script: string): string => `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

/** Allows only the page's own files, and no code from strings. A sandboxed frame needs data: workers. */
function contentPolicy(html: string): string {
  const inlineScripts = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, script = '']) => hashSource(script));
  return [
    "default-src 'self'",
    ["script-src 'self' 'wasm-unsafe-eval'", ...inlineScripts].join(' '),
    "worker-src 'self' data:",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** For builds only: the development server inserts inline scripts and styles, and reports errors by itself. */
const completeIndex: Plugin = {
  name: 'complete-index',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (html) =>
      html
        .replace(
          '<meta charset="utf-8" />',
          (charset) => `${charset}
    <meta http-equiv="Content-Security-Policy" content="${contentPolicy(html)}" />`,
        )
        .replace(
          '</script>',
          (end) => `${end}
    <script src="./start.js"></script>`,
        ),
  },
};

export default defineConfig({
  // Relative URLs: the built folder works in any folder of a static host.
  base: './',
  // A missing file gets status 404, not another copy of the page.
  appType: 'mpa',
  plugins: [completeIndex],
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
        // The glue starts its threads from its own file, by its original name, so the name must not change.
        assetFileNames: ({ names }) =>
          names[0]?.endsWith('.js') ? 'assets/[hash]/[name][extname]' : 'assets/[name]-[hash][extname]',
      },
    },
  },
  server: { fs: { allow: ['.', moduleFolder, threadsFolder] }, headers: isolating },
  preview: { port: 8080, strictPort: true },
});
