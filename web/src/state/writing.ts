// Ten prompts, one per digit: the visitor writes the digit, and the drawing is kept with its label.

import { computed, signal } from '@preact/signals';
import { t } from '../language/t';
import type { Drawing } from './state';

export const promptCount = 10;

/** The drawing kept for each prompt so far, null for a skipped one. Null while no prompts are shown. */
export const answers = signal<readonly (Drawing | null)[] | null>(null);

/** The digit that the visitor is asked to write, if any. */
export const promptedDigit = computed(() => {
  const count = answers.value?.length ?? promptCount;
  return count < promptCount ? count : null;
});

export function promptText(digit: number): string {
  return digit === 8 ? t`Write an ${digit}` : t`Write a ${digit}`;
}

export function answer(drawing: Drawing | null): void {
  answers.value = [...(answers.value ?? []), drawing];
}
