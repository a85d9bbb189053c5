import { t } from '../../../language/t';
import { fixed } from '../../../ui/numbers';

interface CodeSliderProps {
  unit: number;
  /** The percentiles, among the codes of the test digits, of the slider's value and of the drawing's. */
  percentile: number;
  drawn: number;
  value: number;
  move: (percentile: number) => void;
}

/** A slider for one number of the code. The mark below it is the drawing's value. */
export function CodeSlider({ unit, percentile, drawn, value, move }: CodeSliderProps) {
  const text = fixed(value, 2);
  return (
    <label class="code-slider" data-unit={unit}>
      <span class="code-slider-name">{t`unit ${unit + 1}`}</span>
      <span class="code-slider-track" style={{ '--drawn': drawn / 100 }}>
        <input
          type="range"
          min="0"
          max="100"
          step="1"
          value={Math.round(percentile)}
          aria-label={t`Unit ${unit + 1}`}
          aria-valuetext={t`percentile ${Math.round(percentile)}, value ${text}`}
          onInput={(event) => move(event.currentTarget.valueAsNumber)}
        />
      </span>
      <output>{text}</output>
    </label>
  );
}
