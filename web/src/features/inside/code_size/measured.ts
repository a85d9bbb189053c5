// The test errors that were measured for several code sizes: by `hourglass curve`, and by `hourglass compare` of
// the runs of native_cli/examples/error_by_code_size.toml.

import { fetchBytes } from '../../../engine/fetchBytes';
import { once } from '../../../engine/once';
import type { Outcome } from '../../../engine/protocol';
import { t } from '../../../language/t';
import { reasonText } from '../../../state/messages';

export type Kind = 'pca' | 'dense' | 'deep' | 'convolutional';

/** The error of each kind of model that was measured at this size. */
export type Measured = { size: number } & Partial<Record<Kind, number>>;

const convolutional = /^conv-32(-code-\d+)?$/;

/** The rows of a table by the names of its columns. Only the last column may hold commas. */
async function rowsOf(path: string): Promise<Map<string, string>[]> {
  const text = new TextDecoder().decode(await fetchBytes(path));
  const [columns = [], ...rows] = text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(','));
  return rows.map((row) => new Map(columns.map((column, index) => [column, row[index] ?? ''])));
}

const number = (row: Map<string, string>, column: string): number => Number(row.get(column));

const fetchMeasured = once(async (): Promise<Measured[]> => {
  const [curve, compared] = await Promise.all([rowsOf('data/curve.csv'), rowsOf('data/error_by_code_size.csv')]);
  return [
    ...curve.map((row) => ({
      size: number(row, 'code_size'),
      pca: number(row, 'pca'),
      dense: number(row, 'dense'),
      deep: number(row, 'deep'),
    })),
    ...compared
      .filter((row) => convolutional.test(row.get('model') ?? ''))
      .map((row) => ({ size: number(row, 'code_size'), convolutional: number(row, 'mse') })),
  ];
});

export async function readMeasured(): Promise<Outcome<Measured[]>> {
  try {
    return { value: await fetchMeasured() };
  } catch (reason) {
    return { error: t`The measured errors could not be loaded: ${reasonText(reason)}` };
  }
}
