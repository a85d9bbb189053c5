import { useEffect, useState } from 'preact/hooks';
import { t } from '../../language/t';
import { manifest } from '../../state/catalogue';
import { openListed } from '../../state/models';
import { type ModelCard, modelCard } from '../../state/state';

/** Fetches a model that a panel needs in addition to the chosen one; returns its card once loaded, or an error. */
export function useModel(name: string): { card: ModelCard | null; error: string | null } {
  const [problem, setProblem] = useState<{ name: string; error: string | null } | null>(null);
  const card = modelCard(name);
  const { models } = manifest.value;
  const isMissing = !card && models.length > 0 && !models.some((model) => model.name === name);
  const isKnown = card !== undefined || models.length > 0;
  useEffect(() => {
    if (!isKnown || isMissing) return;
    void openListed(name).then((opened) => setProblem({ name, error: opened.error.value }));
  }, [name, isKnown, isMissing]);
  if (isMissing) return { card: null, error: t`The trained weights of ${name} do not come with this page.` };
  return {
    card: card?.summary.value ? card : null,
    error: problem?.name === name ? problem.error : null,
  };
}
