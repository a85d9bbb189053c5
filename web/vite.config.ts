import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { layerCode } from './layerCode';
import { translatedManifests } from './translatedManifests';

const moduleFolder = fileURLToPath(new URL('../build/wasm/wasm', import.meta.url));
const threadsFolder = fileURLToPath(new URL('../build/wasm-threads/wasm', import.meta.url));
/** The headers that the service worker adds on hosts that do not send them. */
const isolating = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const hashSource = (script: string): string => `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

/** Allows only the page's own files, and no code from strings; `data:` lets a sandboxed frame start workers. */
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

const prerender = (): string =>
  execFileSync(process.execPath, [fileURLToPath(new URL('scripts/prerender.mjs', import.meta.url))], {
    encoding: 'utf8',
  });

/**
 * Adds the policy, start.js and the prerendered page, in builds only: the development server needs inline code and
 * reports errors itself.
 */
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
        )
        .replace('<div id="app">', (start) => start + prerender()),
  },
};

export default defineConfig({
  // URLs are relative, so that the built page works in any folder of a static host.
  base: './',
  // With "mpa", a missing file gets status 404 instead of another copy of the page.
  appType: 'mpa',
  plugins: [completeIndex, layerCode, translatedManifests],
  resolve: { alias: { 'hourglass-module': moduleFolder, 'hourglass-threads': threadsFolder } },
  build: {
    outDir: '../build/web',
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 400,
    // One file for everything that the page needs at its start. Because src/language waits for a translation, the build
    // would otherwise cut it into many small ones.
    rollupOptions: { output: { codeSplitting: { groups: [{ name: 'index', tags: ['$initial'] }] } } },
  },
  worker: {
    format: 'es',
    rollupOptions: {
      output: {
        // The module's glue loads itself again in each thread, by its original name, so the name must not change.
        assetFileNames: ({ names }) =>
          names[0]?.endsWith('.js') ? 'assets/[hash]/[name][extname]' : 'assets/[name]-[hash][extname]',
      },
    },
  },
  server: { fs: { allow: ['.', moduleFolder, threadsFolder] }, headers: isolating },
  preview: { port: 8080, strictPort: true },
});
