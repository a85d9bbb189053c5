import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const moduleFolder = fileURLToPath(new URL('../build/wasm/wasm', import.meta.url));
const threadsFolder = fileURLToPath(new URL('../build/wasm-threads/wasm', import.meta.url));
/** What the service worker adds on a host that cannot. */
const isolating = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const hashSource = (script: string): string => `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

/** Nothing from elsewhere, and no code from text. A sandboxed frame needs workers that are given as data. */
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

/** What the development server does without: it has scripts and styles in the page, and says itself what is wrong. */
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
  // Relative addresses: the built folder works wherever a static host puts it.
  base: './',
  // One page: a missing file is a missing file, not another copy of the page.
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
        // The glue starts its threads from a file of its own name beside it: itself.
        assetFileNames: ({ names }) =>
          names[0]?.endsWith('.js') ? 'assets/[hash]/[name][extname]' : 'assets/[name]-[hash][extname]',
      },
    },
  },
  server: { fs: { allow: ['.', moduleFolder, threadsFolder] }, headers: isolating },
  preview: { port: 8080, strictPort: true },
});
