import { useState } from 'preact/hooks';
import { ask, type Engine } from '../../../engine/client';
import { percentilesPerUnit } from '../../../engine/experimentProtocol';
import { failed, type Outcome } from '../../../engine/protocol';
import type { UnitStatistics } from '../../../engine/questions';
import { percent, wholeNumber } from '../../../ui/numbers';
import { Answered } from '../Answered';
import { DigitGallery, type GalleryDigit } from '../DigitGallery';
import { referenceImages } from '../referenceImages';
import type { TabProps } from '../tabs';
import { useAnswer } from '../useAnswer';
import { UnitBars } from './UnitBars';
import './units.css';

const referenceCount = '2,000 test digits';
const percentiles = [2, 10, 25, 50, 75, 90, 98] as const;

function Totals({ dead, units }: { dead: number; units: number }) {
  return (
    <p class="inside-caption" data-dead={dead}>
      {wholeNumber(dead)} of {wholeNumber(units)} code units are dead: they have the same value for every digit. The
      bars show each unit over {referenceCount}; choose one to see what it responds to.
    </p>
  );
}

/** The test digits that lie at some percentiles of one unit's values. */
async function digitsOfUnit(engine: Engine, id: string, unit: number): Promise<Outcome<GalleryDigit[]>> {
  const [numbers, values] = await Promise.all([
    ask(engine, id, 'percentileImages', unit, Float32Array.from(percentiles)),
    ask(engine, id, 'codePercentiles'),
  ]);
  if (failed(numbers)) return numbers;
  if (failed(values)) return values;
  const images = await referenceImages(engine, id, numbers.value);
  if (failed(images)) return images;
  return {
    value: images.value.map((pixels, index) => {
      const percentile = percentiles[index] ?? 0;
      return {
        pixels,
        label: `The digit at percentile ${percentile} of unit ${unit + 1}`,
        heading: `${percentile} %`,
        detail: (values.value[unit * percentilesPerUnit + percentile] ?? 0).toPrecision(3),
      };
    }),
  };
}

function Gallery({ card, unit }: Pick<TabProps, 'card'> & { unit: number }) {
  const answer = useAnswer(card, (engine, id) => digitsOfUnit(engine, id, unit), unit);
  return (
    <Answered answer={answer} doing={`Sorting ${referenceCount} by unit ${unit + 1}`}>
      {(digits) => <DigitGallery digits={digits} />}
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

function Unit({ card, statistics, unit }: Pick<TabProps, 'card'> & { statistics: UnitStatistics; unit: number }) {
  return (
    <>
      <UnitFigures statistics={statistics} unit={unit} />
      <div>
        <h3>What unit {unit + 1} responds to</h3>
        <p class="inside-caption">
          The test digits are sorted by this unit's value, from lowest to highest. Each picture shows the digit at one
          percentile, with its value.
        </p>
      </div>
      <Gallery card={card} unit={unit} />
    </>
  );
}

/** Shows how active each code unit is over the test digits, and which digits it responds to. */
export default function UnitsTab({ card, summary }: TabProps) {
  const [chosen, setUnit] = useState<number | null>(null);
  const answer = useAnswer(card, (engine, id) => ask(engine, id, 'unitStatistics'));
  const units = summary.code_size;
  return (
    <div class="inside-stack">
      <Answered answer={answer} doing={`Encoding ${referenceCount}`}>
        {(statistics) => {
          const { meanActivation, activeShare } = statistics;
          const unit =
            chosen ??
            Math.max(
              0,
              activeShare.findIndex((share) => share > 0),
            );
          const bars = { chosen: unit, choose: setUnit };
          return (
            <>
              <Totals dead={statistics.dead} units={units} />
              <div class="plot-pair">
                <UnitBars title="average activation" values={meanActivation} {...bars} />
                <UnitBars title="share of digits where it is not zero" values={activeShare} top={1} {...bars} />
              </div>
              <UnitChoice unit={unit} units={units} choose={setUnit} />
              <Unit card={card} statistics={statistics} unit={unit} />
            </>
          );
        }}
      </Answered>
    </div>
  );
}
