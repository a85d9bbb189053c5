import { useEffect } from 'preact/hooks';
import { openListed } from '../../state/models';
import { modelCard, type ModelCard } from '../../state/state';

/** The card of a model that a panel needs beside the chosen one; null until its weights are there. */
export function useModel(name: string): ModelCard | null {
  useEffect(() => void openListed(name), [name]);
  const card = modelCard(name);
  return card?.summary.value ? card : null;
}
