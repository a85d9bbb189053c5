import { useEffect, useState } from 'preact/hooks';
import { openListed } from '../../state/models';
import { modelCard, type ModelCard } from '../../state/state';

/** A model that a panel needs beside the chosen one: its card once its weights are there, or why not. */
export function useModel(name: string): { card: ModelCard | null; error: string | null } {
  const [problem, setProblem] = useState<{ name: string; error: string | null } | null>(null);
  useEffect(() => {
    void openListed(name).then((card) => setProblem({ name, error: card.error.value }));
  }, [name]);
  const card = modelCard(name);
  return {
    card: card?.summary.value ? card : null,
    error: problem?.name === name ? problem.error : null,
  };
}
