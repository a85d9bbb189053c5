import type { ModelSummary } from '../../engine/protocol';
import { wholeNumber } from '../../ui/numbers';

/** Explains why a model with unpooling cannot decode a code alone. */
export function NeedsSwitches({ summary }: { summary: ModelSummary }) {
  return (
    <p class="inside-caption" role="status">
      The decoder of {summary.name} cannot work from a code alone. Its unpooling puts each number back where the encoder
      found its maximum, and those {wholeNumber(summary.switches)} positions, the switches, are known only for an
      encoded picture. They are not numbers that you could move. Choose a model without unpooling.
    </p>
  );
}
