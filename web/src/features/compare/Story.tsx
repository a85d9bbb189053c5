import { pixelCount } from '../../engine/protocol';
import { wholeNumber } from '../../ui/numbers';
import { closest, isUnfamiliar, mostNumbers, numbersPassedOn } from './closest';
import './story.css';

/** Says in one line what happens to the drawing, with the numbers of the closest model, or why it is rebuilt poorly. */
export function Story() {
  if (isUnfamiliar.value) return <p class="story">Networks trained on digits rebuild this poorly.</p>;
  const card = closest.value;
  const summary = card?.summary.value;
  const numbers = summary ? wholeNumber(numbersPassedOn(summary)) : 'a few';
  return (
    <p class="story">
      {pixelCount} pixels → <strong>{numbers} numbers</strong> → {pixelCount} pixels
      {card && (
        <span>
          {' '}
          by {card.title}
          <span class="story-why">, the closest with at most {mostNumbers} numbers</span>
        </span>
      )}
    </p>
  );
}
