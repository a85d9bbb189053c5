import { useComputed, useSignal } from '@preact/signals';
import { ask, type Engine } from '../../../engine/client';
import { failed, type Outcome, type Rebuilt } from '../../../engine/protocol';
import { t } from '../../../language/t';
import { type ModelCard, state } from '../../../state/state';
import { Icon } from '../../../ui/Icon';
import { errorText } from '../../../ui/numbers';
import { PixelImage } from '../../../ui/PixelImage';
import { Problem } from '../Answered';
import { answered } from '../useAnswer';
import { useLiveAnswer } from '../useLiveAnswer';

const shareAtFirst = 0.2;
const seeds = 1_000_000;
const pointsOfOneStep = 2;

interface Disturbance {
  noisy: Float32Array;
  clean: Float32Array;
  /** The standard deviation of the noise, relative to the size of a typical weight. */
  share: number;
  seed: number;
}

async function disturb(
  engine: Engine,
  id: string,
  { noisy, clean, share, seed }: Disturbance,
): Promise<Outcome<Rebuilt>> {
  const rebuilt = await ask(engine, id, 'walkWeights', noisy, share, pointsOfOneStep, seed);
  if (failed(rebuilt)) return rebuilt;
  const compared = await ask(engine, id, 'compare', rebuilt.value, clean);
  return failed(compared) ? compared : { value: { rebuilt: rebuilt.value, ...compared.value } };
}

/** Shows what the network makes of the drawing if its weights are disturbed by random noise. */
export function DisturbedWeights({ card }: { card: ModelCard }) {
  const share = useSignal(shareAtFirst);
  const seed = useSignal(1);
  const answer = useLiveAnswer(
    card,
    () => {
      const [noisy, clean] = [state.noisy.value, state.seen.value];
      return noisy && clean && { noisy, clean, share: share.value, seed: seed.value };
    },
    disturb,
  );
  const disturbed = useComputed(() => answered(answer.value));
  const rebuilt = useComputed(() => disturbed.value?.rebuilt ?? null);
  const trained = useComputed(() => card.result.value?.rebuilt ?? null);
  const amount = `${Math.round(100 * share.value)} %`;
  const errorOf = (error: number | undefined) => (error === undefined ? '–' : errorText(error));
  return (
    <section class="inside-stack disturbed" aria-label={t`Disturb the weights`}>
      <div>
        <h3>{t`Disturb the weights`}</h3>
        <p class="inside-caption">
          {t`What the network knows is spread over all of its weights. Add random noise to every one of them, and see how much it takes before your digit is lost. At 100 %, the noise is as large as a typical weight.`}
        </p>
      </div>
      <div class="slider-line">
        <label for="weight-noise">{t`Noise`}</label>
        <input
          id="weight-noise"
          type="range"
          min="0"
          max="1"
          step="0.02"
          value={share.value}
          aria-label={t`Noise on the weights`}
          aria-valuetext={amount}
          onInput={(event) => (share.value = event.currentTarget.valueAsNumber)}
        />
        <output>{amount}</output>
        <button type="button" class="button" onClick={() => (seed.value = Math.floor(Math.random() * seeds))}>
          <Icon name="dice" />
          {t`New noise`}
        </button>
      </div>
      <Problem of={answer.value} />
      <div class="trio">
        <figure>
          <PixelImage values={trained} label={t`Rebuilt with the weights as trained`} />
          <figcaption>
            {t`as trained: error`} <strong>{errorOf(card.result.value?.meanSquaredError)}</strong>
          </figcaption>
        </figure>
        <figure>
          <PixelImage values={rebuilt} label={t`Rebuilt with disturbed weights`} />
          <figcaption>
            {t`disturbed: error`}{' '}
            <strong data-figure="disturbed-mse">{errorOf(disturbed.value?.meanSquaredError)}</strong>
          </figcaption>
        </figure>
      </div>
    </section>
  );
}
