import { signal, useComputed, useSignal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { ask } from '../../../engine/client';
import type { ModelSummary } from '../../../engine/protocol';
import { t } from '../../../language/t';
import { type ModelCard, state } from '../../../state/state';
import { CurvePlot } from '../../../ui/CurvePlot';
import { fixed, percent, wholeNumber } from '../../../ui/numbers';
import { PixelImage } from '../../../ui/PixelImage';
import { Answered, Problem } from '../Answered';
import type { TabProps } from '../tabs';
import { answered, useAnswer } from '../useAnswer';
import { useLiveAnswer } from '../useLiveAnswer';
import { WeightImages } from '../WeightImages';
import { fitComponents, mostComponents } from './fitComponents';
import './components.css';

const isFitting = signal(false);

async function fit(count: number): Promise<void> {
  isFitting.value = true;
  await fitComponents(count);
  isFitting.value = false;
}

function FitForm() {
  const [count, setCount] = useState(mostComponents);
  const submit = (event: Event) => {
    event.preventDefault();
    void fit(count);
  };
  return (
    <form class="fit-form" onSubmit={submit}>
      <label class="field">
        <span>{t`Components`}</span>
        <input
          type="number"
          min="1"
          max={mostComponents}
          step="1"
          required
          value={count}
          onInput={(event) => setCount(event.currentTarget.valueAsNumber)}
        />
      </label>
      <button type="submit" class="button" disabled={isFitting.value}>
        {isFitting.value ? t`Fitting …` : t`Fit PCA here`}
      </button>
      <p class="inside-caption">{t`Fits PCA exactly to the page's sample of 3,000 MNIST digits, in a few seconds.`}</p>
    </form>
  );
}

function RebuiltFromFirst({ card, summary }: { card: ModelCard; summary: ModelSummary }) {
  const count = useSignal(Math.min(10, summary.code_size));
  const answer = useLiveAnswer(
    card,
    () => state.seen.value && { seen: state.seen.value, count: count.value },
    (engine, id, asked) => engine.rebuildFromFirst(id, asked.seen, asked.count),
  );
  const value = useComputed(() => answered(answer.value));
  const rebuilt = useComputed(() => value.value?.rebuilt ?? null);
  const difference = useComputed(() => value.value?.difference ?? null);
  return (
    <>
      <label class="slider-line">
        <span>{t`First`}</span>
        <input
          type="range"
          min="0"
          max={summary.code_size}
          value={count.value}
          aria-label={t`Number of components`}
          onInput={(event) => (count.value = event.currentTarget.valueAsNumber)}
        />
        <output>{t`${count.value} of ${summary.code_size}`}</output>
      </label>
      <div class="trio">
        <figure>
          <PixelImage values={state.seen} label={t`Your digit`} />
          <figcaption>{t`your digit`}</figcaption>
        </figure>
        <figure data-picture="rebuilt">
          <PixelImage values={rebuilt} label={t`Your digit rebuilt from ${count.value} components`} />
          <figcaption>{count.value === 0 ? t`the mean digit alone` : t`mean + ${count.value}`}</figcaption>
        </figure>
        <figure>
          <PixelImage values={difference} colours="difference" label={t`Difference`} />
          <figcaption>
            {t`error (MSE)`}{' '}
            <strong data-figure="first-mse">{value.value ? fixed(value.value.meanSquaredError, 4) : '–'}</strong>
          </figcaption>
        </figure>
      </div>
      <Problem of={answer.value} />
    </>
  );
}

function running(values: Float32Array): number[] {
  let sum = 0;
  return Array.from(values, (value) => (sum += value));
}

function Spectrum({ ratios }: { ratios: Float32Array }) {
  const numbers = Array.from(ratios, (_, index) => index + 1);
  const total = running(ratios);
  return (
    <>
      <p class="inside-caption" data-explained={total.at(-1)}>
        {t`${wholeNumber(ratios.length)} components explain ${percent(total.at(-1) ?? 0)} of the variance of the training digits; the first two explain ${percent(total[Math.min(1, total.length - 1)] ?? 0)}.`}
      </p>
      <div class="plot-pair">
        <CurvePlot
          label={t`Explained variance of each component`}
          x={numbers}
          xLabel={t`component`}
          yLabel={t`% of the variance`}
          curves={[{ label: t`each component`, colour: '--sand', values: Array.from(ratios, (ratio) => 100 * ratio) }]}
        />
        <CurvePlot
          label={t`Cumulative explained variance`}
          x={numbers}
          xLabel={t`components`}
          yLabel={t`% of the variance`}
          curves={[{ label: t`cumulative`, colour: '--glass', values: total.map((ratio) => 100 * ratio) }]}
        />
      </div>
    </>
  );
}

function Pca({ card, summary }: TabProps) {
  const spectrum = useAnswer(card, (engine, id) => ask(engine, id, 'explainedVariance'));
  const components = useAnswer(card, (engine, id) => ask(engine, id, 'atoms'));
  return (
    <>
      <div>
        <h3>{t`Your digit, rebuilt from the first components`}</h3>
        <p class="inside-caption">
          {t`PCA rebuilds a picture as the mean digit plus its components, each multiplied by one number of the code.`}
        </p>
      </div>
      <RebuiltFromFirst card={card} summary={summary} />
      <h3>{t`Explained variance`}</h3>
      <Answered answer={spectrum} doing={t`Reading the explained variance`}>
        {(ratios) => <Spectrum ratios={ratios} />}
      </Answered>
      <h3>{t`The components as pictures`}</h3>
      <Answered answer={components} doing={t`Reading the components`}>
        {(stack) => <WeightImages stack={stack} name={t`Component`} />}
      </Answered>
    </>
  );
}

/** Shows what each PCA component explains and looks like, and what the first few of them rebuild. */
export default function ComponentsTab({ card, summary }: TabProps) {
  return (
    <div class="inside-stack">
      <Pca card={card} summary={summary} />
      <FitForm />
    </div>
  );
}
