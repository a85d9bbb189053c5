// Reads our checkpoints (safetensors) for the other engines, so that all of them can start from the same weights.

const lengthBytes = 8;

/** Returns the tensors of a checkpoint in base64: `{ NAME: { shape, numbers } }`. */
export function tensorsOf(base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const start = lengthBytes + new DataView(bytes.buffer).getUint32(0, true);
  const { __metadata__, ...tensors } = JSON.parse(new TextDecoder().decode(bytes.subarray(lengthBytes, start)));
  return Object.fromEntries(
    Object.entries(tensors).map(
      ([
        name,
        {
          shape,
          data_offsets: [first, end],
        },
      ]) => [name, { shape, numbers: new Float32Array(bytes.slice(start + first, start + end).buffer) }],
    ),
  );
}

/** Returns bytes in base64. */
export function base64Of(bytes) {
  let characters = '';
  for (const byte of bytes) characters += String.fromCharCode(byte);
  return btoa(characters);
}
