import { useComputed, useSignal } from '@preact/signals';
import { ask, type Engine } from '../../../engine/client';
import { failed, type Outcome } from '../../../engine/protocol';
import { t } from '../../../language/t';
import { askWithReference, referenceLabels } from '../../../state/insideEngine';
import { type ModelCard, state } from '../../../state/state';
import { digitColour, digits } from '../../../theme/digitColours';
import { theme } from '../../../theme/theme';
import { wholeNumber } from '../../../ui/numbers';
import { Answered, Problem } from '../Answered';
import { CaptionedPicture } from '../CaptionedPicture';
import type { TabProps } from '../tabs';
import { answered, useAnswer } from '../useAnswer';
import { useLiveAnswer } from '../useLiveAnswer';
import { CodeScatter, type Place, type Scatter } from './CodeScatter';
import './map.css';

async function askMap(engine: Engine, id: string): Promise<Outcome<Scatter>> {
  const [points, labels] = await Promise.all([ask(engine, id, 'codeMap'), referenceLabels()]);
  if (failed(points)) return points;
  if (failed(labels)) return labels;
  return { value: { points: points.value, labels: labels.value } };
}

interface LegendProps {
  chosen: number | null;
  choose: (digit: number | null) => void;
}

/** Lists the digits in their colours; choosing one fades the others on the map. */
function Legend({ chosen, choose }: LegendProps) {
  return (
    <div class="map-legend" role="group" aria-label={t`Show only one digit`}>
      {digits.map((digit) => (
        <button
          key={digit}
          type="button"
          class="map-digit"
          style={{ '--digit': digitColour(digit, theme.value) }}
          aria-pressed={chosen === digit}
          onClick={() => choose(chosen === digit ? null : digit)}
        >
          {digit}
        </button>
      ))}
    </div>
  );
}

/** The drawing rebuilt from its whole code, to compare with what its point on the map decodes to. */
function Rebuilt({ card, size }: { card: ModelCard; size: number }) {
  const rebuilt = useLiveAnswer(
    card,
    () => state.seen.value,
    (engine, id, pixels) => ask(engine, id, 'reconstruct', pixels),
  ).value;
  return (
    <CaptionedPicture pixels={answered(rebuilt)} label={t`Your digit, rebuilt from its whole code`}>
      {t`all ${wholeNumber(size)} numbers`}
    </CaptionedPicture>
  );
}

function CodeMap({ card, scatter, size }: { card: ModelCard; scatter: Scatter; size: number }) {
  const chosen = useSignal<number | null>(null);
  const probe = useSignal<Place | null>(null);
  const placed = useLiveAnswer(
    card,
    () => state.seen.value,
    (engine, id, pixels) => engine.placeOnMap(id, pixels),
    askWithReference,
  );
  const yours = useComputed((): Place | null => {
    const [x, y] = answered(placed.value) ?? [];
    return x === undefined || y === undefined ? null : { x, y };
  });
  const decoded = useLiveAnswer(
    card,
    () => probe.value ?? yours.value,
    (engine, id, place) => engine.decodeAt(id, place.x, place.y),
    askWithReference,
  ).value;
  return (
    <div class="map">
      <CodeScatter scatter={scatter} chosen={chosen.value} yours={yours.value} probe={probe} />
      <div class="map-side">
        <CaptionedPicture pixels={state.seen.value} label={t`Your digit`}>{t`your digit, ringed`}</CaptionedPicture>
        <Rebuilt card={card} size={size} />
        <CaptionedPicture pixels={answered(decoded)} label={t`The code at this point of the map, decoded`}>
          {probe.value ? t`where you point` : t`its 2 coordinates`}
        </CaptionedPicture>
        {size > 2 && (
          <p class="map-flat">
            {t`The map is flat: it shows 2 directions of the code. A point on it is decoded with the other ${wholeNumber(size - 2)} at their average, so your digit's point gives only a rough picture of it.`}
          </p>
        )}
        <Legend chosen={chosen.value} choose={(digit) => (chosen.value = digit)} />
        <Problem of={decoded} />
      </div>
    </div>
  );
}

/** Plots the codes of the test digits on a plane; any point on it can be decoded. */
export default function MapTab({ card, summary }: TabProps) {
  const scatter = useAnswer(card, askMap);
  return (
    <div class="map-tab">
      <p class="inside-caption">
        {t`Each number on this map is a test digit, placed by its code. Point anywhere to see what the decoder draws from the code at that point, even where there is no digit.`}
      </p>
      <Answered answer={scatter} doing={t`Encoding 2,000 test digits`}>
        {(known) => (
          <>
            <CodeMap card={card} scatter={known} size={summary.code_size} />
            <p class="inside-note">
              {t`The axes are the two directions in which the codes of 2,000 test digits vary most: their first two principal components, at the same scale. The labels only colour the map; no network was trained on them.`}
            </p>
          </>
        )}
      </Answered>
    </div>
  );
}
