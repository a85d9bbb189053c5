// Unpacks gzip files with the browser's own decompressor.

import type { Outcome } from './protocol';

const magic = [0x1f, 0x8b] as const;

export function isGzip(bytes: Uint8Array): boolean {
  return magic.every((value, index) => bytes[index] === value);
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let end = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, end);
    end += chunk.length;
  }
  return bytes;
}

/** Unpacks a file, or returns an error if it is incomplete or has more than `most` bytes when unpacked. */
export async function unpackGzip(
  packed: Blob,
  most = Number.POSITIVE_INFINITY,
): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
  const reader = packed.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { value: joined(chunks, size) };
      chunks.push(value);
      size += value.length;
      if (size > most) {
        await reader.cancel();
        return { error: `expected at most ${most / 1e6} MB when unpacked, found more` };
      }
    }
  } catch {
    return { error: 'expected a complete gzip file, found one that is cut short or damaged' };
  }
}
