import { pixelCount } from '../../engine/protocol';
import { rich, t } from '../../language/t';
import { wholeNumber } from '../../ui/numbers';
import { closest, isUnfamiliar, mostNumbers, numbersPassedOn } from './closest';
import './story.css';

/** Says in one line what happens to the drawing, with the numbers of the closest model, or why it is rebuilt poorly. */
export function Story() {
  if (isUnfamiliar.value) return <p class="story">{t`Networks trained on digits rebuild this poorly.`}</p>;
  const card = closest.value;
  const summary = card?.summary.value;
  const numbers = (
    <strong>{summary ? t`code of ${wholeNumber(numbersPassedOn(summary))} numbers` : t`code of a few numbers`}</strong>
  );
  return (
    <p class="story">
      {rich`${pixelCount} pixels → ${numbers} → ${pixelCount} pixels`}
      {card && ' '}
      {card && (
        <span>
          {t`by ${card.title}`}
          <span class="story-why">{t`, the closest with at most ${mostNumbers} numbers`}</span>
        </span>
      )}
    </p>
  );
}
