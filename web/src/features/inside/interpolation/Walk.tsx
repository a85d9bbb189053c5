import { type ReadonlySignal, type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ask } from '../../../engine/client';
import { pixelCount } from '../../../engine/protocol';
import { t } from '../../../language/t';
import { type ModelCard, state } from '../../../state/state';
import { Icon } from '../../../ui/Icon';
import { fixed } from '../../../ui/numbers';
import { Problem } from '../Answered';
import { CaptionedPicture } from '../CaptionedPicture';
import { spreadOf } from '../codePercentiles';
import { answered, useAnswer } from '../useAnswer';
import { useLiveAnswer } from '../useLiveAnswer';

const count = 9;
const seeds = 1_000_000;

interface StripProps {
  kind: 'codes' | 'pixels';
  title: string;
  images: Float32Array | null;
  deviation: Signal<number>;
  most: number;
  /** What the deviation is a multiple of, if not of full ink. */
  unit?: string;
}

function Strip({ kind, title, images, deviation, most, unit }: StripProps) {
  return (
    <section class="walk-path" data-walk={kind}>
      <label class="walk-step">
        <h3>{title}</h3>
        <span>{t`step σ = ${fixed(deviation.value, 2)} ${unit ?? ''}`}</span>
        <input
          type="range"
          min="0"
          max={most}
          step={most / 50}
          value={deviation.value}
          aria-label={t`Step size: ${title}`}
          onInput={(event) => (deviation.value = event.currentTarget.valueAsNumber)}
        />
      </label>
      <div class="interpolation-strip">
        {Array.from({ length: count }, (_, index) => (
          <CaptionedPicture
            key={index}
            pixels={images?.slice(index * pixelCount, (index + 1) * pixelCount) ?? null}
            label={t`${title}, after ${index} steps`}
          />
        ))}
      </div>
    </section>
  );
}

/** The spread of the test digits' codes, once it is known. */
function useSpread(card: ModelCard): ReadonlySignal<number | null> {
  const spread = useSignal<number | null>(null);
  const percentiles = answered(useAnswer(card, (engine, id) => ask(engine, id, 'codePercentiles')));
  useEffect(() => {
    spread.value = percentiles && spreadOf(percentiles);
  }, [percentiles]);
  return spread;
}

/** Shows two random walks that start at the drawing: one through the codes and one through the pixels. */
export function Walk({ card }: { card: ModelCard }) {
  const seed = useSignal(1);
  const pixelDeviation = useSignal(0.15);
  const codeDeviation = useSignal(0.35);
  const spread = useSpread(card);
  const answer = useLiveAnswer(
    card,
    () => {
      const pixels = state.seen.value;
      if (!pixels || spread.value === null) return null;
      return {
        pixels,
        pixelDeviation: pixelDeviation.value,
        codeDeviation: codeDeviation.value * spread.value,
        count,
        seed: seed.value,
      };
    },
    (engine, model, walk) => engine.walks({ model, ...walk }),
  ).value;
  const walks = answered(answer);
  return (
    <section class="walk">
      <div class="walk-head">
        <h3>{t`A random walk from your digit`}</h3>
        <button type="button" class="button" onClick={() => (seed.value = Math.floor(Math.random() * seeds))}>
          <Icon name="dice" />
          {t`Another walk`}
        </button>
      </div>
      <Problem of={answer} />
      <Strip
        kind="codes"
        title={t`Through the codes`}
        images={walks?.codes ?? null}
        deviation={codeDeviation}
        most={2}
        unit={t`× spread`}
      />
      <Strip
        kind="pixels"
        title={t`Through the pixels`}
        images={walks?.pixels ?? null}
        deviation={pixelDeviation}
        most={0.5}
      />
      <p class="inside-note">
        {t`Each step adds Gaussian noise of standard deviation σ to every number of the code, or to every pixel. For codes, σ is a multiple of their spread: the standard deviation of the numbers over 2,000 test digits. With a small code, such as the eight numbers of manifold-8, the pictures stay like digits. Random pixels turn into noise at once.`}
      </p>
    </section>
  );
}
