import { effect, type ReadonlySignal, type Signal, useComputed, useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { ask } from '../../../engine/client';
import type { PlacedCode } from '../../../engine/experimentProtocol';
import { t } from '../../../language/t';
import { askWithReference } from '../../../state/insideEngine';
import { type ModelCard, state } from '../../../state/state';
import { Icon } from '../../../ui/Icon';
import { Answered, Problem } from '../Answered';
import { CaptionedPicture } from '../CaptionedPicture';
import { byVariation, valueAt } from '../codePercentiles';
import type { TabProps } from '../tabs';
import { answered, useAnswer } from '../useAnswer';
import { useLiveAnswer } from '../useLiveAnswer';
import { CodeSlider } from './CodeSlider';
import './sliders.css';

const perPage = 10;
/** The percentiles to which the visitor has moved sliders, by unit; a new drawing resets them. */
function useMoves() {
  const moves = useSignal<ReadonlyMap<number, number>>(new Map());
  const clear = () => {
    if (moves.peek().size > 0) moves.value = new Map();
  };
  useEffect(
    () =>
      effect(() => {
        void state.pad.version.value;
        clear();
      }),
    [],
  );
  const move = (unit: number, percentile: number) => {
    moves.value = new Map(moves.peek()).set(unit, percentile);
  };
  return { moves, move, clear };
}

function usePlacedCode(card: ModelCard) {
  return useLiveAnswer(
    card,
    () => state.seen.value,
    (engine, id, pixels) => engine.placeCode(id, pixels),
    askWithReference,
  );
}

interface DecodedProps {
  card: ModelCard;
  code: ReadonlySignal<Float32Array | null>;
}

function Decoded({ card, code }: DecodedProps) {
  const decoded = useLiveAnswer(
    card,
    () => code.value,
    (engine, id, asked) => ask(engine, id, 'decode', asked),
  ).value;
  return (
    <div class="sliders-pictures">
      <CaptionedPicture pixels={state.seen.value} label={t`Your digit`}>{t`your digit`}</CaptionedPicture>
      <div class="sliders-decoded">
        <CaptionedPicture pixels={answered(decoded)} label={t`The code, decoded`}>
          {t`its code, decoded`}
        </CaptionedPicture>
      </div>
      <Problem of={decoded} />
    </div>
  );
}

function Pages({ page, count }: { page: Signal<number>; count: number }) {
  if (count <= perPage) return null;
  const first = page.value * perPage;
  const next = first + perPage;
  return (
    <div class="sliders-pages">
      <button type="button" class="button" disabled={first === 0} onClick={() => page.value--}>{t`Previous`}</button>
      <span>{t`${first + 1}–${Math.min(next, count)} of ${count}`}</span>
      <button type="button" class="button" disabled={next >= count} onClick={() => page.value++}>{t`Next`}</button>
    </div>
  );
}

interface BoardProps {
  card: ModelCard;
  values: Float32Array;
}

function Board({ card, values }: BoardProps) {
  const page = useSignal(0);
  const order = useMemo(() => byVariation(values), [values]);
  const placed = usePlacedCode(card);
  const { moves, move, clear } = useMoves();
  const drawn = useComputed((): PlacedCode | null => answered(placed.value));
  const code = useComputed(() => {
    const moved = drawn.value?.code.slice();
    if (!moved) return null;
    for (const [unit, percentile] of moves.value) moved[unit] = valueAt(values, unit, percentile);
    return moved;
  });
  const first = page.value * perPage;
  const units = order.slice(first, first + perPage);
  return (
    <div class="sliders">
      <Decoded card={card} code={code} />
      <div class="sliders-board">
        <div class="sliders-list">
          {units.map((unit) => {
            const own = drawn.value?.percentiles[unit] ?? 50;
            return (
              <CodeSlider
                key={unit}
                unit={unit}
                percentile={moves.value.get(unit) ?? own}
                drawn={own}
                value={code.value?.[unit] ?? 0}
                move={(percentile) => move(unit, percentile)}
              />
            );
          })}
        </div>
        <div class="sliders-tools">
          <button type="button" class="button" disabled={moves.value.size === 0} onClick={clear}>
            <Icon name="undo" />
            {t`Back to your digit`}
          </button>
          <Pages page={page} count={order.length} />
        </div>
      </div>
    </div>
  );
}

/** Shows the numbers of the drawing's code as sliders, and the picture decoded from them. */
export default function SlidersTab({ card }: TabProps) {
  const codes = useAnswer(card, (engine, id) => ask(engine, id, 'codePercentiles'));
  return (
    <div class="sliders-tab">
      <p class="inside-caption">
        {t`These numbers are all that the decoder knows about your digit. Move one to see what it does. The units that vary most come first.`}
      </p>
      <Answered answer={codes} doing={t`Encoding 2,000 test digits`}>
        {(known) => (
          <>
            <Board card={card} values={known} />
            <p class="inside-note">
              {t`Each slider runs from the lowest to the highest value of its unit over 2,000 test digits, in percentiles: in the middle, half of the digits have a lower value. The dot marks the value of your digit.`}
            </p>
          </>
        )}
      </Answered>
    </div>
  );
}
