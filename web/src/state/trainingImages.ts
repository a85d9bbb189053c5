// The shipped training images, for fine-tuning and for fits on the page.

import { fetchBytes } from '../engine/fetchBytes';

export const digitFiles = { sample: 'data/train-sample.idx.gz', more: 'data/train-more.idx.gz' };

const digits = new Map<string, Promise<Uint8Array>>();

export async function fetchDigits(file: string): Promise<Uint8Array> {
  const bytes = digits.get(file) ?? fetchBytes(file);
  digits.set(file, bytes);
  try {
    return await bytes;
  } catch (reason) {
    digits.delete(file);
    throw reason;
  }
}

/** The shipped sample of training images as IDX bytes, fetched once. */
export function sampleBytes(): Promise<Uint8Array> {
  return fetchDigits(digitFiles.sample);
}
