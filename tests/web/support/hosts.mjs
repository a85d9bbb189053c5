// Hosts for the built page: static ones with as few or as many features as a test needs, and the one that
// web/start.sh starts. Each function returns the host's `address` and a `close` that stops the host.

import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { inProject } from './browsers.mjs';

/** The fewest content types with which the page works: browsers run scripts only as text/javascript. */
export const scriptTypes = { '.html': 'text/html', '.js': 'text/javascript' };
/** The content types that every host knows. */
export const plainTypes = { ...scriptTypes, '.css': 'text/css' };
export const commonTypes = {
  ...plainTypes,
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};

/** The headers that the page's service worker adds on hosts that do not send them. */
export const isolating = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

async function listen(server) {
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return server.address().port;
}

async function endServer(server) {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

const pieceBytes = 4096;

/** Returns a function that sends bodies over one slow connection; they take turns, piece by piece. */
function slowLine(bitsPerSecond) {
  let line = Promise.resolve();
  const pieceMilliseconds = (8000 * pieceBytes) / bitsPerSecond;
  return async (response, body) => {
    for (let from = 0; from < body.length && !response.destroyed; from += pieceBytes) {
      line = line.then(() => new Promise((resolve) => setTimeout(resolve, pieceMilliseconds)));
      await line;
      response.write(body.subarray(from, from + pieceBytes));
    }
    response.end();
  };
}

/**
 * Serves the files of `root` under `folder`; without its trailing slash, the folder's address gives index.html
 * too, without a redirect. Files of unknown type are sent as `otherType`, or without a type if that is missing.
 * With `encodesGzip`, .gz files are sent with Content-Encoding: gzip, so that browsers unpack them. A file that
 * is missing, or for which `has` returns false, gets status 404, or with `answersWithPage` the page with status
 * 200. `bitsPerSecond` limits all answers together. `answer` may handle a request itself; it then returns true.
 */
export async function staticHost({
  root = inProject('build/web'),
  folder = '/some/folder/',
  headers = {},
  types = commonTypes,
  otherType = null,
  hostname = 'localhost',
  encodesGzip = false,
  answer = () => false,
  has = () => true,
  answersWithPage = false,
  bitsPerSecond = Infinity,
} = {}) {
  const headersOf = (extension) => {
    const type = types[extension] ?? otherType;
    return {
      ...headers,
      ...(type && { 'content-type': type }),
      ...(encodesGzip && extension === '.gz' && { 'content-encoding': 'gzip' }),
    };
  };
  const send = bitsPerSecond === Infinity ? (response, body) => response.end(body) : slowLine(bitsPerSecond);
  const server = createServer(async (request, response) => {
    if (answer(request, response)) return;
    const { pathname } = new URL(request.url, 'http://localhost');
    const inside = `${pathname}/`.startsWith(folder) ? pathname.slice(folder.length) : null;
    try {
      if (inside === null) throw new Error('outside of the folder');
      const file = normalize(inside || 'index.html');
      if (!has(file)) throw new Error('missing');
      const body = await readFile(join(root, file));
      send(response.writeHead(200, headersOf(extname(file))), body);
    } catch {
      const page = answersWithPage && (await readFile(join(root, 'index.html')).catch(() => null));
      if (!page) return response.writeHead(404).end();
      send(response.writeHead(200, headersOf('.html')), page);
    }
  });
  const port = await listen(server);
  return { address: `http://${hostname}:${port}${folder}`, close: () => endServer(server) };
}

/** Serves another site, whose page shows `address` in a frame with these attributes. */
export async function framingHost(address, attributes = '') {
  const page = `<!doctype html><iframe src="${address}" width="1400" height="880" ${attributes}></iframe>`;
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(page));
  const port = await listen(server);
  return { address: `http://127.0.0.1:${port}/`, close: () => endServer(server) };
}

async function freePort() {
  const server = createServer();
  const port = await listen(server);
  await endServer(server);
  return port;
}

/** The web/start.sh command that serves build/web without first setting up and building. */
const serveCommand = (port) => [inProject('web/start.sh'), ['--serve-only', '--port', String(port)]];

/** Starts the host that a user of web/start.sh gets. */
export async function startedHost() {
  const port = await freePort();
  const address = `http://localhost:${port}/`;
  // The script gets its own process group, so that everything it starts can be ended with it.
  const child = spawn(...serveCommand(port), { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const kill = () => {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // The script has already ended.
    }
  };
  process.once('exit', kill);
  const close = async () => {
    kill();
    await ended;
    process.off('exit', kill);
  };
  while (
    !(await fetch(address).then(
      (answer) => answer.ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) throw new Error(`expected a server at ${address}, found:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { address, close };
}
