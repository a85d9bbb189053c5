import { useState } from 'preact/hooks';
import { ask, type Engine } from '../../../engine/client';
import { failed, type Outcome } from '../../../engine/protocol';
import type { UnitStatistics } from '../../../engine/questions';
import { t } from '../../../language/t';
import { DigitGallery, type GalleryDigit } from '../../../ui/gallery/DigitGallery';
import { fixed, percent, significant, wholeNumber } from '../../../ui/numbers';
import { Answered } from '../Answered';
import { byVariation, isConstant, valueAt } from '../codePercentiles';
import { referenceImages } from '../referenceImages';
import type { TabProps } from '../tabs';
import { useAnswer } from '../useAnswer';
import { UnitBars } from './UnitBars';
import './units.css';

const referenceCount = t`2,000 test digits`;
const percentiles = [2, 10, 25, 50, 75, 90, 98] as const;

function Totals({ dead, units }: { dead: number; units: number }) {
  return (
    <p class="inside-caption" data-dead={dead}>
      {t`${wholeNumber(dead)} of ${wholeNumber(units)} code units are dead: they have the same value for every digit. The bars show each unit over ${referenceCount}. The one that varies most is shown first; choose another by its bar or with the slider.`}
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
        label: t`The digit at percentile ${percentile} of unit ${unit + 1}`,
        heading: `${percentile} %`,
        detail: significant(valueAt(values.value, unit, percentile), 3),
      };
    }),
  };
}

function Gallery({ card, unit }: Pick<TabProps, 'card'> & { unit: number }) {
  const answer = useAnswer(card, (engine, id) => digitsOfUnit(engine, id, unit), unit);
  return (
    <Answered answer={answer} doing={t`Sorting ${referenceCount} by unit ${unit + 1}`}>
      {(digits) => <DigitGallery digits={digits} />}
    </Answered>
  );
}

function UnitChoice({ unit, units, choose }: { unit: number; units: number; choose: (unit: number) => void }) {
  return (
    <label class="slider-line">
      <span>{t`Unit`}</span>
      <input
        type="range"
        min="1"
        max={units}
        value={unit + 1}
        aria-label={t`Unit of the code`}
        onInput={(event) => choose(event.currentTarget.valueAsNumber - 1)}
      />
      <output>{t`${unit + 1} of ${wholeNumber(units)}`}</output>
    </label>
  );
}

function UnitFigures({ statistics, unit }: { statistics: UnitStatistics; unit: number }) {
  const mean = statistics.meanActivation[unit] ?? 0;
  const active = statistics.activeShare[unit] ?? 0;
  return (
    <dl class="unit-figures">
      <div>
        <dt>{t`average activation`}</dt>
        <dd data-figure="mean-activation">{fixed(mean, 3)}</dd>
      </div>
      <div>
        <dt>{t`active for`}</dt>
        <dd data-figure="active-share">{t`${percent(active)} of the digits`}</dd>
      </div>
    </dl>
  );
}

interface Known {
  statistics: UnitStatistics;
  percentiles: Float32Array;
}

async function askUnits(engine: Engine, id: string): Promise<Outcome<Known>> {
  const [statistics, percentiles] = await Promise.all([
    ask(engine, id, 'unitStatistics'),
    ask(engine, id, 'codePercentiles'),
  ]);
  if (failed(statistics)) return statistics;
  if (failed(percentiles)) return percentiles;
  return { value: { statistics: statistics.value, percentiles: percentiles.value } };
}

function Unit({ card, known, unit }: Pick<TabProps, 'card'> & { known: Known; unit: number }) {
  return (
    <>
      <UnitFigures statistics={known.statistics} unit={unit} />
      {isConstant(known.percentiles, unit) ? (
        <p class="inside-caption" data-constant={unit + 1}>
          {t`Unit ${unit + 1} is dead: it is ${significant(valueAt(known.percentiles, unit, 0), 3)} for every test digit, so there is nothing that it responds to.`}
        </p>
      ) : (
        <>
          <div>
            <h3>{t`What unit ${unit + 1} responds to`}</h3>
            <p class="inside-caption">
              {t`The test digits are sorted by this unit's value, from lowest to highest. Each picture shows the digit at one percentile, with its value. Compare the two ends.`}
            </p>
          </div>
          <Gallery card={card} unit={unit} />
        </>
      )}
    </>
  );
}

function Units({ card, known }: Pick<TabProps, 'card'> & { known: Known }) {
  const { meanActivation, activeShare, dead } = known.statistics;
  const [chosen, setUnit] = useState<number | null>(null);
  const units = activeShare.length;
  const unit = chosen ?? byVariation(known.percentiles)[0] ?? 0;
  const bars = { chosen: unit, choose: setUnit };
  const isAlwaysActive = activeShare.every((share) => share === 1);
  return (
    <>
      <Totals dead={dead} units={units} />
      <div class={isAlwaysActive ? undefined : 'plot-pair'}>
        <UnitBars title={t`average activation`} values={meanActivation} {...bars} />
        {!isAlwaysActive && (
          <UnitBars title={t`share of digits where it is not zero`} values={activeShare} top={1} {...bars} />
        )}
      </div>
      <UnitChoice unit={unit} units={units} choose={setUnit} />
      <Unit card={card} known={known} unit={unit} />
    </>
  );
}

/** Shows how active each code unit is over the test digits, and which digits it responds to. */
export default function UnitsTab({ card }: TabProps) {
  const answer = useAnswer(card, askUnits);
  return (
    <div class="inside-stack">
      <Answered answer={answer} doing={t`Encoding ${referenceCount}`}>
        {(known) => <Units card={card} known={known} />}
      </Answered>
    </div>
  );
}
