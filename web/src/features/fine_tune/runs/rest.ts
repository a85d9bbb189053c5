// Minutes of training make a phone hot and empty its battery, so there training pauses until the visitor wants more.

import { effect, signal } from '@preact/signals';
import { state } from '../../../state/state';

const budgetMilliseconds = 3 * 60_000;
const isHandheld = () => matchMedia('(hover: none) and (pointer: coarse)').matches;

/** Whether the page itself has paused the run. */
export const isResting = signal(false);

/** Calls `pause` when a network has trained for three minutes on a phone or tablet. */
export function restNowAndThen(pause: () => Promise<void>): () => void {
  return effect(() => {
    if (state.tuning.phase.value !== 'running' || !isHandheld()) return undefined;
    isResting.value = false;
    const timer = setTimeout(() => {
      isResting.value = true;
      void pause();
    }, budgetMilliseconds);
    return () => clearTimeout(timer);
  });
}
