// The same ten test digits, rebuilt again and again as a network learns.

import { signal } from '@preact/signals';
import { ask, engine } from '../../../engine/client';
import { latestOnly } from '../../../engine/latest';
import { once } from '../../../engine/once';
import { failed, pixelCount } from '../../../engine/protocol';
import { state } from '../../../state/state';

/** The first test digit of each kind, 0 to 9. */
const places = [3, 2, 1, 18, 4, 8, 11, 0, 61, 7];
const refreshMilliseconds = 200;

export const digits = signal<Float32Array[]>([]);
export const rebuiltDigits = signal<Float32Array[]>([]);

/** Reads the digits through the model in training, which has the reference images. */
const readDigits = once(async () => {
  const { model } = state.tuning;
  const answers = await Promise.all(places.map((place) => ask(engine, model.value, 'referenceImage', place)));
  digits.value = answers.map((answer) => {
    if (failed(answer)) throw new Error(answer.error);
    return answer.value;
  });
});

function joined(images: readonly Float32Array[]): Float32Array {
  const pixels = new Float32Array(images.length * pixelCount);
  for (const [index, image] of images.entries()) pixels.set(image, index * pixelCount);
  return pixels;
}

/** Rebuilds the digits with the weights that the network in training has now. */
export const refreshStrip = latestOnly(async () => {
  await readDigits();
  const rebuilt = await ask(engine, state.tuning.model.value, 'reconstruct', joined(digits.value));
  if (failed(rebuilt)) return;
  rebuiltDigits.value = places.map((_, index) => rebuilt.value.subarray(index * pixelCount, (index + 1) * pixelCount));
  await new Promise((resolve) => setTimeout(resolve, refreshMilliseconds));
});
