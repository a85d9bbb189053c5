/** Parses the JSON texts in a safetensors file's metadata: model, recipe and training. */
export function readMetadata(bytes) {
  const headerBytes = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, 8 + headerBytes).toString('utf8'));
  const { model, recipe, training } = header.__metadata__;
  return { model: JSON.parse(model), recipe: JSON.parse(recipe), training: JSON.parse(training) };
}
