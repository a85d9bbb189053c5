// What the module tests share: the built module and command line, and the files they exchange.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import createModule from '../../build/wasm/wasm/hourglass.js';

export const project = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..');
const program = path.join(project, 'build/native/native_cli/hourglass');
export const data = path.join(project, 'build/data/mnist');

export const pixelCount = 784;
export const modelFolder = path.join(project, 'web/public/models');
export const manifest = JSON.parse(readFileSync(path.join(modelFolder, 'manifest.json'), 'utf8'));

export const module = await createModule();

/** The four variants of the module, each as the path of its glue without the extension. */
export const variants = {
  plain: path.join(project, 'build/wasm/wasm/hourglass'),
  relaxed: path.join(project, 'build/wasm/wasm/hourglass_relaxed'),
  threads: path.join(project, 'build/wasm-threads/wasm/hourglass_threads'),
  'threads-relaxed': path.join(project, 'build/wasm-threads/wasm/hourglass_threads_relaxed'),
};

export async function loadVariant(name, threads) {
  // Node 20 needs this flag for relaxed SIMD; later versions do not.
  if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd');
  const { default: create } = await import(`${variants[name]}.js`);
  return create({ poolSize: threads - 1 });
}

/** Returns the value of an outcome, or throws the module's error message. */
export function valueIn(outcome) {
  if ('error' in outcome) throw new Error(outcome.error);
  return outcome.value;
}

export function hourglass(...parameters) {
  return execFileSync(program, parameters, { encoding: 'utf8' });
}

/** The first images of MNIST's training or test set, as IDX bytes. */
export function firstImages(split, count) {
  const file = readFileSync(path.join(data, `${split}-images-idx3-ubyte`));
  const bytes = new Uint8Array(file.subarray(0, 16 + count * pixelCount));
  new DataView(bytes.buffer).setUint32(4, count);
  return bytes;
}

/** Reads the numbers in a NumPy file of type float32. */
export function readNpy(file) {
  const bytes = readFileSync(file);
  const start = 10 + bytes.readUInt16LE(8);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length));
}

export function largestDifference(some, others) {
  if (some.length !== others.length) throw new Error(`${some.length} numbers against ${others.length}`);
  return some.reduce((largest, value, index) => Math.max(largest, Math.abs(value - others[index])), 0);
}

/** Creates a folder that is removed when the test ends. */
export function temporaryFolder(test) {
  const folder = mkdtempSync(path.join(tmpdir(), 'hourglass-'));
  test.after(() => rmSync(folder, { recursive: true }));
  return folder;
}
