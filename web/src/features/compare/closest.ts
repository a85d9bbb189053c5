import { computed } from '@preact/signals';
import type { ModelSummary } from '../../engine/protocol';
import { testFigure } from '../../state/catalogue';
import { type ModelCard, shownModels, state } from '../../state/state';

/** The more numbers a model passes on, the closer it gets with ease, so only models up to this size are compared. */
export const mostNumbers = 32;

/** How many numbers the decoder gets: the code and, with max-unpooling, the switches. */
export function numbersPassedOn({ code_size, switches }: ModelSummary): number {
  return code_size + switches;
}

function errorOf({ result, summary }: ModelCard): number {
  const isCompared = summary.value !== null && numbersPassedOn(summary.value) <= mostNumbers;
  return (isCompared && result.value?.meanSquaredError) || Number.POSITIVE_INFINITY;
}

/** The compared model with the lowest error on the current picture. */
export const closest = computed(() =>
  shownModels.value.reduce<ModelCard | null>((best, card) => {
    const error = errorOf(card);
    return error < (best ? errorOf(best) : Number.POSITIVE_INFINITY) ? card : best;
  }, null),
);

/** Hardly any test digit has an error this many times the mean; a drawing that is not a digit often has. */
const unfamiliarRatio = 4;

/** Whether even the closest model rebuilds the drawing far worse than it rebuilds digits. */
export const isUnfamiliar = computed(() => {
  const card = closest.value;
  const usual = card ? testFigure(card).error : undefined;
  if (!card || usual === undefined || state.noise.kind.value !== 'none') return false;
  return errorOf(card) > unfamiliarRatio * usual;
});
