// The outer form of a safetensors file: the length of its header in eight bytes, the header, which names the tensors
// in JSON, and their numbers. What the file means is for the core to say.

/** The byte at which the header starts: its length comes first. */
export const headerStart = 8;

interface Tensor {
  dtype: string;
  shape: readonly number[];
  data_offsets: readonly number[];
}

export interface Header {
  metadata: Record<string, string>;
  tensors: Record<string, Tensor>;
}

function headerEnd(bytes: Uint8Array): number {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  return headerStart + length;
}

export function headerText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(headerStart, headerEnd(bytes)));
}

/** Reads the header, or returns null if it is damaged: the core then says in which way. */
export function readHeader(bytes: Uint8Array): Header | null {
  try {
    const { __metadata__: metadata = {}, ...tensors } = JSON.parse(headerText(bytes));
    return Object.values(tensors).every((tensor) => Array.isArray((tensor as Tensor).shape))
      ? { metadata, tensors: tensors as Header['tensors'] }
      : null;
  } catch {
    return null;
  }
}

/** The same numbers under another header. */
export function withHeader(bytes: Uint8Array, { metadata, tensors }: Header): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify({ __metadata__: metadata, ...tensors }));
  const numbers = bytes.subarray(headerEnd(bytes));
  const made = new Uint8Array(headerStart + text.length + numbers.length);
  new DataView(made.buffer).setUint32(0, text.length, true);
  made.set(text, headerStart);
  made.set(numbers, headerStart + text.length);
  return made;
}
