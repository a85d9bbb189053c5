import type { ReadonlySignal, Signal } from '@preact/signals';
import { t } from '../../../language/t';
import type { ModelCard } from '../../../state/state';
import { fixed, wholeNumber } from '../../../ui/numbers';
import { largestMagnitude, Picture } from '../../../ui/Picture';
import { Answered } from '../Answered';
import { useLiveAnswer } from '../useLiveAnswer';
import { type Effect, effectsOf } from './effects';

interface UnitEffectsProps {
  card: ModelCard;
  code: ReadonlySignal<Float32Array | null>;
  /** The units that the visitor has switched off. */
  off: Signal<ReadonlySet<number>>;
  /** Called with a unit when a pointer or the focus reaches it. */
  point: (unit: number) => void;
}

function toggle(off: Signal<ReadonlySet<number>>, unit: number): void {
  const units = new Set(off.value);
  if (!units.delete(unit)) units.add(unit);
  off.value = units;
}

interface EffectsProps extends Pick<UnitEffectsProps, 'off' | 'point'> {
  effects: readonly Effect[];
}

function Effects({ effects, off, point }: EffectsProps) {
  const full = Math.max(...effects.map(({ difference }) => largestMagnitude(difference)));
  return (
    <ul class="effects">
      {effects.map(({ unit, value, difference }) => (
        <li key={unit}>
          <button
            type="button"
            class="effect"
            aria-pressed={off.value.has(unit)}
            onClick={() => toggle(off, unit)}
            onPointerEnter={() => point(unit)}
            onFocus={() => point(unit)}
          >
            <Picture
              values={difference}
              colours="difference"
              full={full}
              label={t`What number ${unit + 1} does to the picture`}
            />
            <span class="visually-hidden">{t`Switch off number`} </span>
            <span class="effect-unit">{unit + 1}</span> <span>{off.value.has(unit) ? t`off` : fixed(value, 2)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Shows what each number of the code does to the rebuilt picture, and lets the visitor switch numbers off. */
export function UnitEffects({ card, code, off, point }: UnitEffectsProps) {
  const answer = useLiveAnswer(card, () => code.value, effectsOf).value;
  if (!code.value) return null;
  const size = code.value.length;
  return (
    <section class="inside-stack" aria-label={t`What each number draws`}>
      <div class="effects-head">
        <div>
          <h3>{t`What each number draws`}</h3>
          <p class="inside-caption">
            {t`Orange is ink that is there because of this number, teal is ink that it takes away. Press a number to switch it off, that is, to set it to 0.`}
          </p>
        </div>
        <button
          type="button"
          class="button effects-reset"
          disabled={off.value.size === 0}
          onClick={() => (off.value = new Set())}
        >
          {t`Switch all on`}
        </button>
      </div>
      <Answered answer={answer} doing={t`Decoding the code without each of its numbers`}>
        {(effects) => (
          <>
            <Effects effects={effects} off={off} point={point} />
            {effects.length < size && (
              <p class="inside-note">
                {t`These are the ${effects.length} numbers furthest from zero, of ${wholeNumber(size)}.`}
              </p>
            )}
          </>
        )}
      </Answered>
    </section>
  );
}
