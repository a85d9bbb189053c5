import type { ModelSummary } from '../../engine/protocol';
import { wholeNumber } from '../numbers';

/** Why a model with unpooling cannot be asked what a code looks like. */
export function NeedsSwitches({ summary }: { summary: ModelSummary }) {
  return (
    <p class="explore-caption" role="status">
      The decoder of {summary.name} cannot work from a code alone. Its unpooling puts every number back where the
      encoder found it, and those {wholeNumber(summary.switches)} places, the switches, come from a picture: they are
      code as well, but no number that could be moved. Choose a model without unpooling.
    </p>
  );
}
