import { type Signal, useSignal } from '@preact/signals';
import { pixelCount } from '../../../engine/protocol';
import { type ModelCard, state } from '../../../state/state';
import { Icon } from '../../../ui/Icon';
import { Problem } from '../Answered';
import { CaptionedPicture } from '../CaptionedPicture';
import { answered } from '../useAnswer';
import { useLiveAnswer } from '../useLiveAnswer';

const count = 9;
const seeds = 1_000_000;

interface StripProps {
  kind: 'codes' | 'pixels';
  title: string;
  images: Float32Array | null;
  deviation: Signal<number>;
  most: number;
}

function Strip({ kind, title, images, deviation, most }: StripProps) {
  return (
    <section class="walk-path" data-walk={kind}>
      <label class="walk-step">
        <h3>{title}</h3>
        <span>step σ = {deviation.value.toFixed(2)}</span>
        <input
          type="range"
          min="0"
          max={most}
          step={most / 50}
          value={deviation.value}
          aria-label={`Step size, ${title.toLowerCase()}`}
          onInput={(event) => (deviation.value = event.currentTarget.valueAsNumber)}
        />
      </label>
      <div class="interpolation-strip">
        {Array.from({ length: count }, (_, index) => (
          <CaptionedPicture
            key={index}
            pixels={images?.slice(index * pixelCount, (index + 1) * pixelCount) ?? null}
            label={`${title}, after ${index} steps`}
          />
        ))}
      </div>
    </section>
  );
}

/** Shows two random walks that start at the drawing: one through the codes and one through the pixels. */
export function Walk({ card }: { card: ModelCard }) {
  const seed = useSignal(1);
  const pixelDeviation = useSignal(0.15);
  const codeDeviation = useSignal(0.6);
  const answer = useLiveAnswer(
    card,
    () => {
      const pixels = state.seen.value;
      return (
        pixels && {
          pixels,
          pixelDeviation: pixelDeviation.value,
          codeDeviation: codeDeviation.value,
          count,
          seed: seed.value,
        }
      );
    },
    (engine, model, walk) => engine.walks({ model, ...walk }),
  ).value;
  const walks = answered(answer);
  return (
    <section class="walk">
      <div class="walk-head">
        <h3>A random walk from your digit</h3>
        <button type="button" class="button" onClick={() => (seed.value = Math.floor(Math.random() * seeds))}>
          <Icon name="dice" />
          Another walk
        </button>
      </div>
      <Problem of={answer} />
      <Strip kind="codes" title="Through the codes" images={walks?.codes ?? null} deviation={codeDeviation} most={2} />
      <Strip
        kind="pixels"
        title="Through the pixels"
        images={walks?.pixels ?? null}
        deviation={pixelDeviation}
        most={0.5}
      />
      <p class="inside-note">
        Each step adds Gaussian noise of standard deviation σ to every number of the code, or to every pixel. With a
        small code (manifold-8 has eight numbers) pictures stay digit-like; random pixels turn into noise at once.
      </p>
    </section>
  );
}
