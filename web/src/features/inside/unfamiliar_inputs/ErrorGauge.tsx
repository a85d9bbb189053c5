import type { RankedPicture } from '../../../engine/experimentProtocol';
import { t } from '../../../language/t';
import { errorText, fixed, wholeNumber } from '../../../ui/numbers';

const referenceCount = 2000;
/** The percentiles from which a picture is called unusual and out of distribution, respectively. */
const unusual = 90;
const outOfDistribution = 99;

function verdict(percentile: number): string {
  if (percentile >= outOfDistribution) return t`Out of distribution: unlike almost every test digit`;
  if (percentile >= unusual) return t`Unusual, but it may be a digit`;
  return t`Within the range of test digits`;
}

function standing(percentile: number): string {
  const count = wholeNumber(referenceCount);
  return percentile >= 100
    ? t`higher than for all ${count} test digits`
    : t`higher than for ${fixed(percentile, 1)} % of ${count} test digits`;
}

/** A gauge that shows at which percentile of the reference errors a picture's error lies. */
export function ErrorGauge({ ranked }: { ranked: RankedPicture | null }) {
  const percentile = ranked?.percentile ?? 0;
  return (
    <div class="error-gauge" data-known={ranked !== null}>
      <p class="error-gauge-verdict">{ranked ? verdict(percentile) : t`Draw something`}</p>
      <div
        class="error-gauge-scale"
        role="meter"
        aria-label={t`How unusual your picture is compared with the test digits`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percentile}
      >
        <span class="error-gauge-mark" style={{ left: `${percentile}%` }} />
      </div>
      <div class="error-gauge-ends" aria-hidden="true">
        <span>{t`familiar`}</span>
        <span>{t`unfamiliar`}</span>
      </div>
      <p class="error-gauge-figure">
        {ranked ? t`MSE ${errorText(ranked.meanSquaredError)}: ${standing(percentile)}` : '–'}
      </p>
    </div>
  );
}
