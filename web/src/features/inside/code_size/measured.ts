// The test errors that `hourglass curve` measured for several code sizes.

import { fetchBytes } from '../../../engine/fetchBytes';
import { once } from '../../../engine/once';
import type { Outcome } from '../../../engine/protocol';
import { t } from '../../../language/t';
import { reasonText } from '../../../state/messages';

/** One row of the file; the names are those of its columns. */
export interface Measured {
  code_size: number;
  pca: number;
  dense: number;
  deep: number;
}

const fetchMeasured = once(async (): Promise<Measured[]> => {
  const text = new TextDecoder().decode(await fetchBytes('data/curve.csv'));
  const [, ...lines] = text.trim().split('\n');
  return lines.map((line) => {
    const [size = 0, pca = 0, dense = 0, deep = 0] = line.split(',').map(Number);
    return { code_size: size, pca, dense, deep };
  });
});

export async function readMeasured(): Promise<Outcome<Measured[]>> {
  try {
    return { value: await fetchMeasured() };
  } catch (reason) {
    return { error: t`The measured errors could not be loaded: ${reasonText(reason)}` };
  }
}
