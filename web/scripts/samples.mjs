// Cuts the images that come with the page from the files of MNIST and Fashion-MNIST, as gzipped IDX.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { gunzipSync, gzipSync } from 'node:zlib';

const dataFolder = new URL('../../build/data/', import.meta.url);
const sampleFolder = new URL('../public/data/', import.meta.url);

/** The shipped models are trained on the images before this index, so all later ones are new to them. */
const firstUnseen = 50000;

const samples = [
  { source: 'mnist/train-images-idx3-ubyte', target: 'train-sample.idx.gz', first: firstUnseen, count: 3000 },
  { source: 'mnist/train-images-idx3-ubyte', target: 'train-more.idx.gz', first: firstUnseen, count: 10000 },
  { source: 'mnist/t10k-images-idx3-ubyte', target: 'test-sample.idx.gz', count: 300 },
  { source: 'mnist/t10k-images-idx3-ubyte', target: 'test-reference.idx.gz', count: 2000 },
  { source: 'mnist/t10k-labels-idx1-ubyte', target: 'test-reference-labels.idx.gz', count: 2000 },
  { source: 'fashion-mnist/t10k-images-idx3-ubyte', target: 'clothes.idx.gz', count: 120 },
];

/** An IDX file begins with two zeros, this type code, the number of dimensions, and each dimension in 32 bits. */
const unsignedByteType = 0x08;

async function readIdx(name) {
  try {
    return await readFile(new URL(name, dataFolder));
  } catch {
    return gunzipSync(await readFile(new URL(`${name}.gz`, dataFolder)));
  }
}

async function cutSample({ source, target, first = 0, count }) {
  const whole = await readIdx(source);
  if (whole.readUInt16BE(0) !== 0 || whole[2] !== unsignedByteType || whole.readUInt32BE(4) < first + count) {
    throw new Error(`${source} is not an IDX file of at least ${first + count} entries.`);
  }
  const dimensions = Array.from({ length: whole[3] }, (_, index) => whole.readUInt32BE(4 + 4 * index));
  const entryBytes = dimensions.slice(1).reduce((product, extent) => product * extent, 1);
  const header = 4 + 4 * dimensions.length;
  const begin = header + first * entryBytes;
  const cut = Buffer.concat([whole.subarray(0, header), whole.subarray(begin, begin + count * entryBytes)]);
  cut.writeUInt32BE(count, 4);
  await writeFile(new URL(target, sampleFolder), gzipSync(cut, { level: 9 }));
}

export async function cutSamples() {
  await mkdir(sampleFolder, { recursive: true });
  for (const sample of samples) await cutSample(sample);
}
