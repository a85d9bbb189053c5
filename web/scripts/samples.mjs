// The images that come with the page: the first ones of MNIST's and Fashion-MNIST's files, as
// gzipped IDX.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { gunzipSync, gzipSync } from 'node:zlib';

const dataFolder = new URL('../../build/data/', import.meta.url);
const sampleFolder = new URL('../public/data/', import.meta.url);

const samples = [
  { source: 'mnist/train-images-idx3-ubyte', target: 'train-sample.idx.gz', count: 3000 },
  { source: 'mnist/t10k-images-idx3-ubyte', target: 'test-sample.idx.gz', count: 300 },
  { source: 'mnist/t10k-images-idx3-ubyte', target: 'test-reference.idx.gz', count: 2000 },
  { source: 'mnist/t10k-labels-idx1-ubyte', target: 'test-reference-labels.idx.gz', count: 2000 },
  { source: 'fashion-mnist/t10k-images-idx3-ubyte', target: 'clothes.idx.gz', count: 120 },
];

/** Of an IDX file of bytes: two zeros, the type, the number of dimensions, then each as 32 bits. */
const unsignedByteType = 0x08;

async function readIdx(name) {
  try {
    return await readFile(new URL(name, dataFolder));
  } catch {
    return gunzipSync(await readFile(new URL(`${name}.gz`, dataFolder)));
  }
}

async function cutSample({ source, target, count }) {
  const whole = await readIdx(source);
  if (whole.readUInt16BE(0) !== 0 || whole[2] !== unsignedByteType || whole.readUInt32BE(4) < count) {
    throw new Error(`${source} is not an IDX file of at least ${count} entries.`);
  }
  const dimensions = Array.from({ length: whole[3] }, (_, index) => whole.readUInt32BE(4 + 4 * index));
  const entryBytes = dimensions.slice(1).reduce((product, extent) => product * extent, 1);
  const cut = Buffer.from(whole.subarray(0, 4 + 4 * dimensions.length + count * entryBytes));
  cut.writeUInt32BE(count, 4);
  await writeFile(new URL(target, sampleFolder), gzipSync(cut, { level: 9 }));
}

export async function cutSamples() {
  await mkdir(sampleFolder, { recursive: true });
  for (const sample of samples) await cutSample(sample);
}
