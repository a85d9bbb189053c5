import { useSignal } from '@preact/signals';
import { rich, t } from '../../../language/t';
import { type ModelCard, modelCard, state } from '../../../state/state';
import { errorText } from '../../../ui/numbers';
import { Picture } from '../../../ui/Picture';
import { type Comparison, useComparisons } from './comparison';
import './beforeAfter.css';

function Pair({ comparison: { drawing, before, after }, number }: { comparison: Comparison; number: number }) {
  return (
    <li>
      <Picture values={drawing.pixels} label={t`Drawing ${number}`} />
      <div class="wipe">
        <Picture
          values={after.rebuilt}
          label={t`Drawing ${number} rebuilt after training, error ${errorText(after.meanSquaredError)}`}
        />
        <div class="wipe-before">
          <Picture
            values={before.rebuilt}
            label={t`Drawing ${number} rebuilt before training, error ${errorText(before.meanSquaredError)}`}
          />
        </div>
      </div>
    </li>
  );
}

function meanOf(comparisons: readonly Comparison[], when: 'before' | 'after'): string {
  const sum = comparisons.reduce((total, comparison) => total + comparison[when].meanSquaredError, 0);
  return errorText(sum / comparisons.length);
}

/** One slider moves the border between before and after in all pictures. */
function Wipe({ comparisons }: { comparisons: readonly Comparison[] }) {
  const share = useSignal(50);
  const first = state.drawings.value.length - comparisons.length + 1;
  const [before, after] = (['before', 'after'] as const).map((when) => <strong>{meanOf(comparisons, when)}</strong>);
  return (
    <div class="wipes" style={{ '--share': `${share.value}%` }}>
      <label>
        <span>{t`Before`}</span>
        <input
          type="range"
          min="0"
          max="100"
          aria-label={t`How much of each picture shows the network before training`}
          aria-valuetext={t`${share.value} % before, ${100 - share.value} % after`}
          value={share.value}
          onInput={(event) => (share.value = event.currentTarget.valueAsNumber)}
        />
        <span>{t`After`}</span>
      </label>
      <ul class="wipe-list">
        {comparisons.map((comparison, index) => (
          <Pair key={comparison.drawing.id} comparison={comparison} number={first + index} />
        ))}
      </ul>
      <p>{rich`Mean error on these drawings: ${before} before, ${after} after.`}</p>
    </div>
  );
}

function Compared({ card }: { card: ModelCard }) {
  const comparisons = useComparisons(card);
  if (comparisons.value.length === 0) {
    return <p>{t`Keep some drawings and train ${card.title} on them. You can then see here what it has learned.`}</p>;
  }
  return (
    <>
      <p>
        {t`Your drawings, and how ${card.title} rebuilds them: with its original weights left of the line, with its present ones right of it.`}
      </p>
      <Wipe comparisons={comparisons.value} />
    </>
  );
}

export function BeforeAfter() {
  const card = modelCard(state.tuning.model.value);
  return (
    <div class="before-after">
      <h3>{t`Before and after`}</h3>
      {card && <Compared key={card.id} card={card} />}
    </div>
  );
}
