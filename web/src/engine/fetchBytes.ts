// The page's files as plain bytes. A host may send a `.gz` file as it is stored, or with
// `Content-Encoding: gzip`, and then the browser has already unpacked it: only the bytes tell. IDX
// files begin with two zeros, so they cannot be mistaken for gzip.

const gzipMagic = [0x1f, 0x8b] as const;

function isGzip(bytes: Uint8Array): boolean {
  return gzipMagic.every((value, index) => bytes[index] === value);
}

async function unpack(path: string, packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  try {
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    throw new Error(`expected ${path} to be a complete gzip file, found it cut short or damaged; reload the page`);
  }
}

/** The host's answer; browsers themselves only say that a fetch failed. */
async function request(path: string): Promise<Response> {
  try {
    return await fetch(new URL(path, document.baseURI));
  } catch {
    const cause = navigator.onLine ? 'the host does not answer' : 'you are offline, and it has not been loaded before';
    throw new Error(cause);
  }
}

/** A shipped file's bytes, unpacked. The path is relative to the page, so any folder of any host will do. */
export async function fetchBytes(path: string): Promise<Uint8Array> {
  const response = await request(path);
  if (!response.ok) throw new Error(`the host answered the request for ${path} with status ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return path.endsWith('.gz') && isGzip(bytes) ? unpack(path, bytes) : bytes;
}
