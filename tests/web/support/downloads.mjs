// Helpers for tests of what the page saves and opens: files.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until } from './page.mjs';

/** Does what saves `count` files; returns the folder they are in, and their names. */
export async function savedBy(t, page, act, count = 1) {
  const folder = await mkdtemp(path.join(tmpdir(), 'hourglass-saved-'));
  t.after(() => rm(folder, { recursive: true }));
  const downloads = [];
  const note = (download) => downloads.push(download);
  page.on('download', note);
  await act();
  await until(
    () => downloads.length,
    (found) => found === count,
    `${count} files`,
  );
  page.off('download', note);
  for (const download of downloads) await download.saveAs(path.join(folder, download.suggestedFilename()));
  const names = downloads.map((download) => download.suggestedFilename());
  return { folder, names, contents: await Promise.all(names.map((name) => readFile(path.join(folder, name)))) };
}

function header(magic, sizes) {
  const bytes = Buffer.alloc(4 * (1 + sizes.length));
  for (const [index, value] of [magic, ...sizes].entries()) bytes.writeUInt32BE(value, 4 * index);
  return bytes;
}

/** The bytes of an IDX file of images, from their pixels as bytes. */
export const idxOfImages = (pixels, side = 28) =>
  Buffer.concat([header(0x0803, [pixels.length / side ** 2, side, side]), pixels]);
export const idxOfLabels = (labels) => Buffer.concat([header(0x0801, [labels.length]), Buffer.from(labels)]);
