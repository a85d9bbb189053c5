import { useState } from 'preact/hooks';
import { pixelCount } from '../../engine/protocol';
import type { UnitStatistics } from '../../engine/analysisProtocol';
import { Picture } from '../../plots/Picture';
import { lossText, percent, wholeNumber } from '../numbers';
import { Answered } from './Answered';
import type { TabProps } from './tabs';
import { UnitBars } from './UnitBars';
import { useAnswer } from './useAnswer';
import './units.css';

const referenceCount = '2,000 test digits';
const percentiles = [2, 10, 25, 50, 75, 90, 98] as const;

function Totals({ statistics, units }: { statistics: UnitStatistics; units: number }) {
  const { dead } = statistics;
  return (
    <p class="explore-caption" data-dead={dead}>
      {dead === 0
        ? `All ${wholeNumber(units)} units of the code are alive: `
        : `${wholeNumber(dead)} of ${wholeNumber(units)} units of the code are dead: they give one value for every digit. `}
      {dead === 0 && 'none gives one value for every digit. '}
      Bars show each unit over {referenceCount}. Choose one to see what it stands for.
    </p>
  );
}

/** The digits found at some percentiles of one unit's values. */
function Gallery({ card, unit }: Pick<TabProps, 'card'> & { unit: number }) {
  const answer = useAnswer(card, (explorer, id) => explorer.percentileGallery(id, unit, percentiles), unit);
  return (
    <Answered answer={answer} doing={`Sorting ${referenceCount} by unit ${unit + 1}`}>
      {({ values, images }) => (
        <ol class="gallery">
          {percentiles.map((percentile, index) => (
            <li key={percentile}>
              <Picture
                values={images.subarray(index * pixelCount, (index + 1) * pixelCount)}
                label={`The digit at the ${percentile}th percentile of unit ${unit + 1}`}
              />
              <span class="gallery-percentile">{percentile} %</span>
              <span class="gallery-value">{lossText(values[index] ?? 0)}</span>
            </li>
          ))}
        </ol>
      )}
    </Answered>
  );
}

function UnitChoice({ unit, units, choose }: { unit: number; units: number; choose: (unit: number) => void }) {
  return (
    <label class="slider-line">
      <span>Unit</span>
      <input
        type="range"
        min="1"
        max={units}
        value={unit + 1}
        aria-label="Unit of the code"
        onInput={(event) => choose(event.currentTarget.valueAsNumber - 1)}
      />
      <output>
        {unit + 1} of {wholeNumber(units)}
      </output>
    </label>
  );
}

function UnitFigures({ statistics, unit }: { statistics: UnitStatistics; unit: number }) {
  const mean = statistics.meanActivation[unit] ?? 0;
  const active = statistics.activeShare[unit] ?? 0;
  return (
    <dl class="unit-figures">
      <div>
        <dt>average activation</dt>
        <dd data-figure="mean-activation">{mean.toFixed(3)}</dd>
      </div>
      <div>
        <dt>active for</dt>
        <dd data-figure="active-share">{percent(active)} of the digits</dd>
      </div>
    </dl>
  );
}

/** Each unit of the code over the test digits: how active it is, and which digits it tells apart. */
export default function UnitsTab({ card, summary }: TabProps) {
  const [unit, setUnit] = useState(0);
  const answer = useAnswer(card, (explorer, id) => explorer.unitStatistics(id));
  return (
    <div class="explore-stack">
      <Answered answer={answer} doing={`Encoding ${referenceCount}`}>
        {(statistics) => (
          <>
            <Totals statistics={statistics} units={summary.codeSize} />
            <div class="plot-pair">
              <UnitBars title="average activation" values={statistics.meanActivation} chosen={unit} choose={setUnit} />
              <UnitBars title="active for this share of the digits" values={statistics.activeShare} top={1} chosen={unit} choose={setUnit} />
            </div>
            <UnitChoice unit={unit} units={summary.codeSize} choose={setUnit} />
            <UnitFigures statistics={statistics} unit={unit} />
          </>
        )}
      </Answered>
      <div>
        <h3>What unit {unit + 1} tells apart</h3>
        <p class="explore-caption">
          Test digits sorted by the value they give this unit, from lowest to highest: the one found at each
          percentile, and its value.
        </p>
      </div>
      <Gallery card={card} unit={unit} />
    </div>
  );
}
