import { useEffect, useState } from 'preact/hooks';
import type { Engine } from '../../engine/client';
import { failed, type Outcome } from '../../engine/protocol';
import { t } from '../../language/t';
import { askWithReference } from '../../state/insideEngine';
import type { ModelCard } from '../../state/state';

/** What is known so far: nothing yet, a value (perhaps slightly out of date), or an error. */
export type Answer<T> = Outcome<T> | null;

export function answered<T>(answer: Answer<T>): T | null {
  return answer && !failed(answer) ? answer.value : null;
}

type Ask<T> = (engine: Engine, id: string) => Promise<Outcome<T>>;

/**
 * Returns the second engine's answer about a model, and asks again when the model, its weights or `key` change. The
 * previous answer stays until the next one arrives, but only if both are about the same model.
 */
export function useAnswer<T>(card: ModelCard, ask: Ask<T>, key?: string | number): Answer<T> {
  const [known, setKnown] = useState<{ card: ModelCard; answer: Answer<T> }>({ card, answer: null });
  const weights = card.weights.value;
  useEffect(() => {
    let wanted = true;
    void askWithReference(card, ask)
      .catch((reason: unknown) => ({ error: t`The analysis failed: ${String(reason)}` }))
      .then((answer) => wanted && setKnown({ card, answer }));
    return () => {
      wanted = false;
    };
  }, [card, weights, key]);
  return known.card === card ? known.answer : null;
}
