// Hosts for the built page: static ones, as plain or as helpful as a test needs, and the one that
// web/start.sh starts. Each returns its `address` and a `close` that stops it.

import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { inProject } from './browsers.mjs';

/** The minimum that the page needs: browsers run scripts of no other type. */
export const scriptTypes = { '.html': 'text/html', '.js': 'text/javascript' };
/** The types that every host knows. */
export const plainTypes = { ...scriptTypes, '.css': 'text/css' };
const commonTypes = {
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

/** Sends bodies over one slow connection, which they share piece by piece. */
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
 * Serves the files of `root` under `folder`. For the folder without its trailing slash the
 * host sends index.html as well, and does not redirect. Files of no known type are sent as `otherType`, or
 * without one. `encodesGzip` sends .gz files as an encoding of what is inside, so that browsers unpack
 * them. The answer for a file that is missing, or that `has` denies, is status 404, or the page with
 * status 200 where the host `answersWithPage`. `bitsPerSecond` limits all answers together. `answer` may handle a
 * request itself, and then returns true.
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

/** Another site with a page that shows `address` in a frame with these attributes. */
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

/** The command that serves build/web as web/start.sh does, without setting up and building first. */
const serveCommand = (port) => [inProject('web/start.sh'), ['--serve-only', '--port', String(port)]];

/** The host that visitors of web/start.sh get. */
export async function startedHost() {
  const port = await freePort();
  const address = `http://localhost:${port}/`;
  // A process group of its own: whatever the script starts ends with it.
  const child = spawn(...serveCommand(port), { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const kill = () => {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended already.
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
