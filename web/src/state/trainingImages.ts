// The shipped training images as IDX bytes, for fine-tuning and for fits on the page.

import { fetchBytes } from '../engine/fetchBytes';
import { once } from '../engine/once';

export const sampleBytes = once(() => fetchBytes('data/train-sample.idx.gz'));
export const moreBytes = once(() => fetchBytes('data/train-more.idx.gz'));
