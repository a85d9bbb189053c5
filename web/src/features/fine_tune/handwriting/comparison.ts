// Rebuilds the visitor's newest drawings with a network's original weights and with its current ones.

import { computed, effect, type ReadonlySignal, untracked, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ask, engine, handOver } from '../../../engine/client';
import { latestOnly } from '../../../engine/latest';
import { failed, type Rebuilt } from '../../../engine/protocol';
import { type Drawing, type ModelCard, state } from '../../../state/state';

const most = 10;

export interface Comparison {
  drawing: Drawing;
  before: Rebuilt;
  after: Rebuilt;
}

const newest = computed(() => state.drawings.value.slice(-most));

async function rebuild(id: string, drawings: readonly Drawing[]): Promise<Rebuilt[]> {
  const looks = await Promise.all(drawings.map(({ pixels }) => ask(engine, id, 'look', pixels, pixels)));
  return looks.flatMap((look) => (failed(look) ? [] : [look.value]));
}

/** Opens the original weights as another model for as long as this takes. */
async function rebuildWithOriginal(id: string, drawings: readonly Drawing[]): Promise<Rebuilt[]> {
  const bytes = await engine.originalModel(id);
  if (failed(bytes)) return [];
  const original = `${id}/original`;
  const opened = await engine.openModel(original, handOver(bytes.value));
  if (failed(opened)) return [];
  const rebuilt = await rebuild(original, drawings);
  await engine.closeModel(original);
  return rebuilt;
}

function pairUp(drawings: readonly Drawing[], before: readonly Rebuilt[], after: readonly Rebuilt[]): Comparison[] {
  return drawings.flatMap((drawing, index) => {
    const [first, second] = [before[index], after[index]];
    return first && second ? [{ drawing, before: first, after: second }] : [];
  });
}

/** Follows the drawings and the weights; the list is empty unless the network has been trained here. */
export function useComparisons(card: ModelCard): ReadonlySignal<Comparison[]> {
  const comparisons = useSignal<Comparison[]>([]);
  useEffect(() => {
    let isOver = false;
    let earlier: readonly Drawing[] = [];
    let before: Rebuilt[] = [];
    const refresh = latestOnly(async () => {
      const drawings = newest.peek();
      if (drawings !== earlier) before = await rebuildWithOriginal(card.id, drawings);
      earlier = drawings;
      const after = await rebuild(card.id, drawings);
      if (!isOver) comparisons.value = card.tuned.peek() ? pairUp(drawings, before, after) : [];
    });
    const stop = effect(() => {
      void card.weights.value;
      if (card.tuned.value && newest.value.length > 0) untracked(refresh);
      else comparisons.value = [];
    });
    return () => {
      isOver = true;
      stop();
    };
  }, [card]);
  return comparisons;
}
