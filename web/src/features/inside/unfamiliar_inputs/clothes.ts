// The second engine's gallery: pictures of clothes from Fashion-MNIST, on which no model here was trained.

import { type Engine, handOver } from '../../../engine/client';
import { fetchBytes } from '../../../engine/fetchBytes';
import { once } from '../../../engine/once';
import type { Outcome } from '../../../engine/protocol';
import { t } from '../../../language/t';
import { reasonText } from '../../../state/messages';

const fetchClothes = once(async (engine: Engine) => {
  return engine.openGallery(handOver(await fetchBytes('data/clothes.idx.gz')));
});

/** Gives the pictures to the second engine, once, and returns their number. */
export async function openClothes(engine: Engine): Promise<Outcome<number>> {
  try {
    return await fetchClothes(engine);
  } catch (reason) {
    return { error: t`The pictures of clothes could not be loaded: ${reasonText(reason)}` };
  }
}
