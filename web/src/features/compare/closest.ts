import { computed } from '@preact/signals';
import type { ModelSummary } from '../../engine/protocol';
import { testFigure } from '../../state/catalogue';
import { type ModelCard, shownModels, state } from '../../state/state';

/** The more numbers a model passes on, the closer it gets with ease, so only models up to this size are compared. */
export const mostNumbers = 32;

/** Hardly any test digit has an error this many times the mean; a drawing that is not a digit often has. */
const unfamiliarRatio = 4;

/** How many numbers the decoder gets: the code and, with max-unpooling, the switches. */
export function numbersPassedOn({ code_size, switches }: ModelSummary): number {
  return code_size + switches;
}

const errorOf = ({ result }: ModelCard): number => result.value?.meanSquaredError ?? Number.POSITIVE_INFINITY;

const compared = computed(() =>
  shownModels.value.filter(
    ({ summary, result }) => summary.value && result.value && numbersPassedOn(summary.value) <= mostNumbers,
  ),
);

/** The compared model with the lowest error on the current picture. */
export const closest = computed(() =>
  compared.value.reduce<ModelCard | null>((best, card) => (best && errorOf(best) <= errorOf(card) ? best : card), null),
);

/** Whether even the closest picture is far from the drawing, measured by the best model's mean error on test digits. */
export const isUnfamiliar = computed(() => {
  if (!closest.value || state.noise.kind.value !== 'none') return false;
  const usual = compared.value.map((card) => testFigure(card).error ?? Number.POSITIVE_INFINITY);
  return errorOf(closest.value) > unfamiliarRatio * Math.min(...usual);
});
