import { effect } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';

/** Runs `draw` now and whenever a signal it reads changes, without rendering the component. */
export function useDraw(draw: () => void): void {
  useLayoutEffect(() => effect(draw), []);
}
