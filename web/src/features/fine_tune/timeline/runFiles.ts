// A run of fine-tuning as a file: its losses and errors as CSV, or everything about it as JSON.

import type { Run } from '../../../state/runs';
import { saveFile } from '../../../state/saveFile';

const header = 'step,loss,test_error,drawings_error';

function csvOf({ losses, errors }: Run): string {
  const rows = [
    ...losses.map(({ step, loss }) => ({ step, cells: [loss, '', ''] })),
    ...errors.map(({ step, digits, drawings }) => ({ step, cells: ['', digits, drawings ?? ''] })),
  ].sort((a, b) => a.step - b.step);
  return [header, ...rows.map(({ step, cells }) => [step, ...cells].join()), ''].join('\n');
}

function jsonOf({ id: _id, bytes: _bytes, startedAt, ...run }: Run): string {
  return `${JSON.stringify({ started: new Date(startedAt).toISOString(), ...run }, null, 2)}\n`;
}

const nameOf = ({ model, startedAt }: Run, ending: string) =>
  `${model.name}-${new Date(startedAt).toISOString().slice(0, 16).replace(':', '')}.${ending}`;

export function saveAsCsv(run: Run): void {
  saveFile(nameOf(run, 'csv'), new Blob([csvOf(run)], { type: 'text/csv' }));
}

export function saveAsJson(run: Run): void {
  saveFile(nameOf(run, 'json'), new Blob([jsonOf(run)], { type: 'application/json' }));
}
