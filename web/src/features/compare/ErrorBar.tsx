import { meanDigitError } from '../../state/catalogue';
import type { ModelCard } from '../../state/state';

/** Draws a model's error as a bar that is full at the error of always showing the mean digit, and if it is no number. */
export function ErrorBar({ card }: { card: ModelCard }) {
  const share = (card.result.value?.meanSquaredError ?? 0) / (meanDigitError.value ?? Number.POSITIVE_INFINITY);
  return (
    <svg class="error-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
      <rect class="error-bar-range" width="100" height="1" />
      <rect class="error-bar-error" width={share < 1 ? 100 * share : 100} height="1" />
    </svg>
  );
}
