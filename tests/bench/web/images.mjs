// Keeps the training images as a user of a JavaScript framework would: in one float array, from which batches
// are copied image by image in shuffled order.

const pixels = 784;
const headerBytes = 16;

let idx;
let images;

export async function fetchIdx() {
  idx ??= new Uint8Array(await (await fetch('/build/data/mnist/train-images-idx3-ubyte')).arrayBuffer());
  return idx;
}

async function loadImages() {
  if (images) return;
  const bytes = (await fetchIdx()).subarray(headerBytes);
  images = new Float32Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) images[i] = bytes[i] / 255; // much faster than Float32Array.from
}

/** Returns the first `size` images. */
export async function firstBatch(size) {
  await loadImages();
  return images.slice(0, size * pixels);
}

export async function createBatches(size) {
  await loadImages();
  const count = images.length / pixels;
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  let position = count;

  function shuffle() {
    for (let last = count - 1; last > 0; last--) {
      const other = Math.floor(Math.random() * (last + 1));
      [order[last], order[other]] = [order[other], order[last]];
    }
    position = 0;
  }

  /** Returns the next `size` images. If fewer are left in an epoch, they are skipped. */
  return function next() {
    if (position + size > count) shuffle();
    const batch = new Float32Array(size * pixels);
    for (let row = 0; row < size; row++) {
      const first = order[position++] * pixels;
      batch.set(images.subarray(first, first + pixels), row * pixels);
    }
    return batch;
  };
}

export const sizeOf = (shape) => shape.reduce((product, extent) => product * extent, 1);

/** Parses the noise of a recipe; returns `{ level, mixed }`, or null if there is no noise. */
export function parseNoise(noise) {
  if (noise === 'none') return null;
  const [kind, ...level] = noise.split(':');
  if (kind !== 'gaussian') throw new Error(`expected gaussian noise, found ${noise}`);
  return { level: Number(level.at(-1)), mixed: level[0] === 'mixed' };
}

/** Returns how many seconds `times` calls of `step` take; `finish` waits until asynchronous work has ended. */
export async function secondsOf(times, step, finish = async () => {}) {
  const begin = performance.now();
  for (let i = 0; i < times; i++) step();
  await finish();
  return { seconds: (performance.now() - begin) / 1000 };
}
