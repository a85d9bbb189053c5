import type { ModelSummary } from '../../engine/protocol';
import { t } from '../../language/t';
import type { ModelCard } from '../../state/state';
import { wholeNumber } from '../../ui/numbers';

export function bytesText({ code_bytes: bytes }: ModelSummary): string {
  return t`${wholeNumber(bytes)} bytes`;
}

/** The mean time of the last reconstructions: a single one may be shorter than the browser's clock can tell. */
export function timeText({ durations: { value: durations } }: ModelCard): string | null {
  if (durations.length === 0) return null;
  return `${wholeNumber((1000 * durations.reduce((sum, one) => sum + one, 0)) / durations.length)} µs`;
}
