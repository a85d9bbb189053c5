// The drawing in ever fewer bytes: as raw pixels, as a PNG file, and as a code whose numbers get fewer and fewer bits.

import { ask, type Engine } from '../../../engine/client';
import { failed, imageSide, type Outcome, pixelCount } from '../../../engine/protocol';
import { plural, t } from '../../../language/t';
import { wholeNumber } from '../../../ui/numbers';

/** The core rounds a code to these numbers of bits, in this order. */
const quantisedBits = [8, 4, 2, 1];
const bitsOfFloat = 32;

export interface Version {
  title: string;
  detail: string;
  bytes: number;
  pixels: Float32Array;
  /** Null for lossless versions. */
  meanSquaredError: number | null;
}

/** How many bytes a PNG file of a picture in greys has besides its compressed rows. */
const pngFrame = 57;

/** The size of the drawing as a PNG file: each row is a byte that names its filter (0, none), then its pixels. */
async function pngBytes(pixels: Float32Array): Promise<number> {
  const rows = new Uint8Array(pixelCount + imageSide);
  pixels.forEach((ink, index) => {
    rows[index + Math.floor(index / imageSide) + 1] = Math.round(255 * ink);
  });
  const compressed = new Blob([rows]).stream().pipeThrough(new CompressionStream('deflate'));
  return pngFrame + (await new Response(compressed).arrayBuffer()).byteLength;
}

async function lossless(pixels: Float32Array): Promise<Version[]> {
  const version = { pixels, meanSquaredError: null };
  return [
    { ...version, title: t`Your digit`, detail: t`${pixelCount} pixels of one byte each`, bytes: pixelCount },
    {
      ...version,
      title: t`PNG file`,
      detail: t`compressed without any loss`,
      bytes: await pngBytes(pixels),
    },
  ];
}

function detailOf(units: number, bits: number): string {
  if (bits === bitsOfFloat) return t`all ${wholeNumber(units)} numbers as the network computes them`;
  if (bits === 1) return t`each number is only “low” or “high”`;
  return t`each number is one of ${2 ** bits} values`;
}

async function fewerBits(engine: Engine, id: string, digit: Float32Array): Promise<Outcome<Version[]>> {
  const code = await ask(engine, id, 'encode', digit);
  if (failed(code)) return code;
  const units = code.value.length;
  const rounded = await ask(engine, id, 'quantisedCodes', code.value);
  if (failed(rounded)) return rounded;
  const codes = new Float32Array([...code.value, ...rounded.value]);
  const decoded = await ask(engine, id, 'decode', codes);
  if (failed(decoded)) return decoded;
  const versions: Version[] = [];
  for (const [index, bits] of [bitsOfFloat, ...quantisedBits].entries()) {
    const pixels = decoded.value.slice(index * pixelCount, (index + 1) * pixelCount);
    const compared = await ask(engine, id, 'compare', pixels, digit);
    if (failed(compared)) return compared;
    versions.push({
      title: plural(bits, t`1 bit per number`, t`${bits} bits per number`),
      detail: detailOf(units, bits),
      bytes: Math.ceil((units * bits) / 8),
      pixels,
      meanSquaredError: compared.value.meanSquaredError,
    });
  }
  return { value: versions };
}

export async function versionsOf(engine: Engine, id: string, digit: Float32Array): Promise<Outcome<Version[]>> {
  const [exact, rounded] = await Promise.all([lossless(digit), fewerBits(engine, id, digit)]);
  return failed(rounded) ? rounded : { value: [...exact, ...rounded.value] };
}
