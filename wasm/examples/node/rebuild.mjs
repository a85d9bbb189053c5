// Rebuilds an image of an IDX file (MNIST's, for one) and shows both as text.
//
// Usage: node rebuild.mjs IMAGES INDEX [OUT.json]   (OUT.json: the rebuilt pixels, from 0 to 1)

import { readFileSync, writeFileSync } from 'node:fs';
import { load, valueIn } from 'hourglass-autoencoders';

/** Two rows of pixels per line, because a character is about twice as high as it is wide. */
function asText(pixels, side = 28) {
  const lines = [];
  for (let row = 0; row < side; row += 2) {
    const shades = Array.from(
      pixels.slice(row * side, (row + 1) * side),
      (value) => ' .:-=+*#%@'[Math.round(value * 9)],
    );
    lines.push(shades.join(''));
  }
  return lines;
}

async function rebuild(images, index, out) {
  const hourglass = await load();
  const session = hourglass.createSession();
  const model = new URL(import.meta.resolve('hourglass-autoencoders/models/dense-128-32.safetensors'));
  valueIn(session.loadCheckpoint(readFileSync(model)));
  valueIn(session.loadImages(readFileSync(images)));
  const image = valueIn(session.image(index));
  const rebuilt = valueIn(session.reconstruct(image));
  const { meanSquaredError } = valueIn(session.compare(image, rebuilt));
  session.delete();

  const right = asText(rebuilt);
  console.log(
    asText(image)
      .map((line, row) => `${line} | ${right[row]}`)
      .join('\n'),
  );
  console.log(
    `mean squared error ${meanSquaredError.toFixed(5)} (${hourglass.variant}, threads: ${hourglass.threads})`,
  );
  if (out) writeFileSync(out, JSON.stringify([...rebuilt]));
}

const [images, index, out] = process.argv.slice(2);
if (!images || !/^\d+$/.test(index ?? '')) {
  console.error(
    'error: expected the file of images and the index of one, found too few: node rebuild.mjs IMAGES INDEX',
  );
  process.exit(2);
}
try {
  await rebuild(images, Number(index), out);
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exit(1);
}
