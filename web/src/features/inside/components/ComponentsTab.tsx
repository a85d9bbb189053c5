import { signal, useComputed, useSignal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { ask } from '../../../engine/client';
import type { ModelSummary } from '../../../engine/protocol';
import { type ModelCard, state } from '../../../state/state';
import { CurvePlot } from '../../../ui/CurvePlot';
import { percent, wholeNumber } from '../../../ui/numbers';
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
        <span>Components</span>
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
        {isFitting.value ? 'Fitting …' : 'Fit PCA here'}
      </button>
      <p class="inside-caption">Fits PCA exactly to the page's sample of 3,000 MNIST digits, in a few seconds.</p>
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
        <span>First</span>
        <input
          type="range"
          min="0"
          max={summary.code_size}
          value={count.value}
          aria-label="Number of components"
          onInput={(event) => (count.value = event.currentTarget.valueAsNumber)}
        />
        <output>
          {count.value} of {summary.code_size}
        </output>
      </label>
      <div class="trio">
        <figure>
          <PixelImage values={state.seen} label="Your digit" />
          <figcaption>your digit</figcaption>
        </figure>
        <figure data-picture="rebuilt">
          <PixelImage values={rebuilt} label={`Your digit rebuilt from ${count.value} components`} />
          <figcaption>{count.value === 0 ? 'the mean digit alone' : `mean + ${count.value}`}</figcaption>
        </figure>
        <figure>
          <PixelImage values={difference} colours="difference" label="Difference" />
          <figcaption>
            error (MSE) <strong data-figure="first-mse">{value.value?.meanSquaredError.toFixed(4) ?? '–'}</strong>
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
        {wholeNumber(ratios.length)} components explain {percent(total.at(-1) ?? 0)} of the variance of the training
        digits; the first two explain {percent(total[Math.min(1, total.length - 1)] ?? 0)}.
      </p>
      <div class="plot-pair">
        <CurvePlot
          label="Explained variance of each component"
          x={numbers}
          xLabel="component"
          yLabel="% of the variance"
          curves={[{ label: 'each component', colour: '--sand', values: Array.from(ratios, (ratio) => 100 * ratio) }]}
        />
        <CurvePlot
          label="Cumulative explained variance"
          x={numbers}
          xLabel="components"
          yLabel="% of the variance"
          curves={[{ label: 'cumulative', colour: '--glass', values: total.map((ratio) => 100 * ratio) }]}
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
        <h3>Your digit, rebuilt from the first components</h3>
        <p class="inside-caption">
          PCA rebuilds a picture as the mean digit plus its components, each multiplied by one number of the code.
        </p>
      </div>
      <RebuiltFromFirst card={card} summary={summary} />
      <h3>Explained variance</h3>
      <Answered answer={spectrum} doing="Reading the explained variance">
        {(ratios) => <Spectrum ratios={ratios} />}
      </Answered>
      <h3>The components as pictures</h3>
      <Answered answer={components} doing="Reading the components">
        {(stack) => <WeightImages stack={stack} name="Component" />}
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
