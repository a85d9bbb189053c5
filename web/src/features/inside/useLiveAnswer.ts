import { effect, type ReadonlySignal, untracked, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Engine } from '../../engine/client';
import { latestOnly } from '../../engine/latest';
import type { Outcome } from '../../engine/protocol';
import { t } from '../../language/t';
import { askInside } from '../../state/insideEngine';
import { type ModelCard, state } from '../../state/state';
import type { Answer } from './useAnswer';

/**
 * Returns a signal with the second engine's answer to a question that depends on other signals, such as the pen or a
 * slider. One request runs at a time, always the latest, and none while the section is out of sight. If the
 * question is null, so is the answer.
 */
export function useLiveAnswer<Q, T>(
  card: ModelCard,
  question: () => Q | null,
  ask: (engine: Engine, id: string, question: Q) => Promise<Outcome<T>>,
  through: typeof askInside = askInside,
): ReadonlySignal<Answer<T>> {
  const answer = useSignal<Answer<T>>(null);
  useEffect(() => {
    let posed: Q | null = null;
    const refresh = latestOnly(async () => {
      const asked = posed;
      if (asked === null) return;
      const outcome = await through(card, (engine, id) => ask(engine, id, asked)).catch((reason: unknown) => ({
        error: t`The analysis failed: ${String(reason)}`,
      }));
      if (posed !== null) answer.value = outcome;
    });
    const stop = effect(() => {
      void card.weights.value;
      posed = question();
      if (posed === null) answer.value = null;
      else if (state.inside.isOpen.value) untracked(refresh);
    });
    return () => {
      posed = null;
      stop();
    };
  }, [card]);
  return answer;
}
