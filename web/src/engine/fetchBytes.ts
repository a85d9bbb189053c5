// Fetches the page's files as plain bytes. A host may send a `.gz` file as it is, or with
// `Content-Encoding: gzip`, in which case the browser has already unpacked it. Only the bytes tell the two
// apart: IDX files begin with two zeros, so they cannot be mistaken for gzip.

import { isGzip, unpackGzip } from './gzip';
import { hostProblem, missingText } from './hostAnswers';
import { failed } from './protocol';

async function unpack(path: string, packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const unpacked = await unpackGzip(new Blob([packed]));
  if (!failed(unpacked)) return unpacked.value;
  throw new Error(`expected a complete gzip file, found ${path} truncated or damaged; reload the page`);
}

/** Fetches an address. Browsers say only that a fetch failed; the error thrown here says why. */
async function request(address: string): Promise<Response> {
  try {
    return await fetch(address);
  } catch {
    if (!navigator.onLine) throw new Error('you are offline, and it has not been downloaded yet');
    throw new Error((await hostProblem(address)) ?? 'the host does not respond');
  }
}

/** Some hosts answer requests for missing files with index.html and status 200. */
function isWebPage(bytes: Uint8Array): boolean {
  return /^\s*<(!doctype html|html)/i.test(new TextDecoder().decode(bytes.subarray(0, 100)));
}

/** Fetches a shipped file and unpacks it. The path is relative to the page, which may be in any folder. */
export async function fetchBytes(path: string): Promise<Uint8Array> {
  const { href } = new URL(path, document.baseURI);
  const response = await request(href);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (!response.ok || isWebPage(bytes)) throw new Error((await hostProblem(href)) ?? missingText(path));
  return path.endsWith('.gz') && isGzip(bytes) ? unpack(path, bytes) : bytes;
}
