// Drawings in the visitor's files: IDX images and labels, gzipped or not, and pictures of digits.

import { engine, handOver } from '../../../engine/client';
import { isGzip, unpackGzip } from '../../../engine/gzip';
import { isIdx } from '../../../engine/idx';
import { greyOf, pixelsOf } from '../../../engine/pictures';
import { failed, type ImageFile, type Outcome } from '../../../engine/protocol';
import { t, translated } from '../../../language/t';
import { mostDrawings } from '../../../state/trainingDrawings';
import { fileSize } from '../../../ui/numbers';
import { drawingsOfSheet, hasSheetSize } from './sheet';

/** In bytes, packed or not: 300,000 images. */
const largestFile = 256e6;
const labelsMagics = [0x0801, 0x0c02];

export type Content = ({ kind: 'images' } & ImageFile) | { kind: 'labels'; labels: Uint8Array };

/** The core's sentences begin with what it reads; the page says the file's name instead. */
const withoutSubject = (error: string) => error.replace(/^(images|labels): /, '');

async function readIdx(bytes: Uint8Array): Promise<Outcome<Content>> {
  const magic = 256 * (bytes[2] ?? 0) + (bytes[3] ?? 0);
  if (labelsMagics.includes(magic)) {
    const labels = await engine.labels(handOver(bytes));
    return failed(labels) ? labels : { value: { kind: 'labels', labels: labels.value } };
  }
  const file = await engine.readImages(handOver(bytes), mostDrawings);
  return failed(file) ? file : { value: { kind: 'images', ...file.value } };
}

/** Makes a picture of one digit an image, and takes the picture of all drawings apart. */
async function readBitmap(bitmap: ImageBitmap): Promise<Outcome<Float32Array[]>> {
  const drawings = hasSheetSize(bitmap) ? drawingsOfSheet(pixelsOf(bitmap)) : null;
  if (drawings) return { value: drawings };
  const look = await engine.look({ input: { kind: 'drawing', ...greyOf(bitmap) }, noise: 'none', seed: 0, models: [] });
  if (failed(look)) return { error: t`expected a picture of a dark digit on light paper, found no ink` };
  return { value: [look.value.seen] };
}

async function readPicture(file: File): Promise<Outcome<Content>> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    const isPicture = file.type.startsWith('image/');
    return {
      error: isPicture
        ? t`expected a picture, found a file that is damaged or no picture`
        : t`expected a picture or an IDX file, found neither`,
    };
  }
  const read = await readBitmap(bitmap);
  bitmap.close();
  return failed(read) ? read : { value: { kind: 'images', count: read.value.length, images: read.value } };
}

const start = async (file: Blob) => new Uint8Array(await file.slice(0, 4).arrayBuffer());

async function readPacked(file: File): Promise<Outcome<Content>> {
  const unpacked = await unpackGzip(file, largestFile);
  if (failed(unpacked)) return unpacked;
  if (isIdx(unpacked.value)) return readIdx(unpacked.value);
  return { error: t`expected a gzipped IDX file, found something else in it` };
}

async function readContent(file: File): Promise<Outcome<Content>> {
  if (file.size === 0) return { error: t`expected a picture or an IDX file, found an empty file` };
  if (file.size > largestFile)
    return { error: t`expected at most ${fileSize(largestFile)}, found ${fileSize(file.size)}` };
  const first = await start(file);
  if (isGzip(first)) return readPacked(file);
  return isIdx(first) ? readIdx(new Uint8Array(await file.arrayBuffer())) : readPicture(file);
}

/** Reads one file; an error is a sentence that names it. */
export async function readDrawings(file: File): Promise<Outcome<Content>> {
  const named = (reason: string) => ({ error: `${file.name}: ${translated(withoutSubject(reason))}.` });
  try {
    const content = await readContent(file);
    return failed(content) ? named(content.error) : content;
  } catch {
    return named(t`expected a file, found a folder or a file that has been moved or changed`);
  }
}
