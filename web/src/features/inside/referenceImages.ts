import { ask, type Engine } from '../../engine/client';
import { failed, type Outcome } from '../../engine/protocol';

/** The reference images with these numbers, in the same order. */
export async function referenceImages(
  engine: Engine,
  id: string,
  numbers: Uint32Array,
): Promise<Outcome<Float32Array[]>> {
  const outcomes = await Promise.all(Array.from(numbers, (number) => ask(engine, id, 'referenceImage', number)));
  const images: Float32Array[] = [];
  for (const outcome of outcomes) {
    if (failed(outcome)) return outcome;
    images.push(outcome.value);
  }
  return { value: images };
}
