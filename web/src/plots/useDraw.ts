import { effect } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';

/** Runs a drawing now and at once whenever a signal it reads changes, without a render in between. */
export function useDraw(draw: () => void): void {
  useLayoutEffect(() => effect(draw), []);
}
