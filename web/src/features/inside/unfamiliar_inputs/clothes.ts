// The second engine's gallery: pictures of clothes from Fashion-MNIST, on which no model here was trained.

import { type Engine, handOver } from '../../../engine/client';
import { fetchBytes } from '../../../engine/fetchBytes';
import type { Outcome } from '../../../engine/protocol';
import { reasonText } from '../../../state/messages';

let opened: Promise<Outcome<number>> | null = null;

async function fetchClothes(explorer: Engine): Promise<Outcome<number>> {
  return explorer.openGallery(handOver(await fetchBytes('data/clothes.idx.gz')));
}

/** Gives the pictures to the second engine, once, and returns their number. */
export async function openClothes(explorer: Engine): Promise<Outcome<number>> {
  try {
    return await (opened ??= fetchClothes(explorer));
  } catch (reason) {
    opened = null;
    return { error: `The pictures of clothes could not be loaded: ${reasonText(reason)}` };
  }
}
