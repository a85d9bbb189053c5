import type { Signal } from '@preact/signals';
import { originText, state, type TrainingImages, type TrainingNoise } from '../../state/state';
import { chooseTuningModel, isTrainable, isTuning } from '../../state/tuning';
import { automaticRate } from './request';

interface Choice<T> {
  value: T;
  label: string;
}

interface SelectProps<T extends string | number> {
  label: string;
  of: Signal<T>;
  choices: readonly Choice<T>[];
  isWide?: boolean;
  /** What the setting means, as a tooltip. */
  hint?: string;
}

const rateText = (value: number) => value.toLocaleString('en-GB', { maximumFractionDigits: 5 });

const numbers = (values: readonly number[]): Choice<number>[] =>
  values.map((value) => ({ value, label: rateText(value) }));

const learningRates = numbers([0.00001, 0.00003, 0.0001, 0.0003, 0.001, 0.003]);
const batches = numbers([8, 16, 32, 64, 128]);
const lengths = numbers([100, 300, 1000, 3000, 10000]);

function Select<T extends string | number>({ label, of, choices, isWide, hint }: SelectProps<T>) {
  const choose = (value: string) => {
    const choice = choices.find((one) => String(one.value) === value);
    if (choice) of.value = choice.value;
  };
  return (
    <label class={isWide ? 'field field-wide' : 'field'} title={hint}>
      <span>{label}</span>
      <select
        disabled={isTuning.value}
        value={String(of.value)}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {choices.map(({ value, label: text }) => (
          <option key={value} value={String(value)}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function ModelSelect() {
  const cards = state.models.value.filter((card) => isTrainable(card.summary.value?.name ?? card.id));
  return (
    <label class="field field-wide">
      <span>Network</span>
      <select
        disabled={isTuning.value}
        value={state.tuning.model.value}
        onChange={(event) => void chooseTuningModel(event.currentTarget.value)}
      >
        {cards.map((card) => (
          <option key={card.id} value={card.id}>
            {card.title} ({originText(card)})
          </option>
        ))}
      </select>
    </label>
  );
}

function imageChoices(): Choice<TrainingImages>[] {
  const own = state.drawings.value.length;
  return [
    { value: 'sample', label: 'MNIST (3,000)' },
    { value: 'more', label: 'MNIST (10,000; 1.6 MB download)' },
    { value: 'drawings', label: `your drawings (${own}) + MNIST (3,000)` },
    { value: 'both', label: `your drawings (${own}) + MNIST (10,000)` },
  ];
}

function rateChoices(): Choice<number | 'automatic'>[] {
  return [{ value: 'automatic', label: `auto (${rateText(automaticRate.value)})` }, ...learningRates];
}

function noiseChoices(): Choice<TrainingNoise>[] {
  return [
    { value: 'recipe', label: 'as in training' },
    { value: 'none', label: 'none' },
    { value: 'panel', label: 'as set above' },
  ];
}

/** Explains how the drawings are used in training. */
function DrawingsHint() {
  const images = state.tuning.images.value;
  if (images === 'sample' || images === 'more') return null;
  return (
    <p class="field-wide field-hint">
      {state.drawings.value.length < 4
        ? 'On average, half of each batch is your drawings. Keep at least four, and one in four is held out of training to measure the error.'
        : 'On average, half of each batch is your drawings. One in four is held out of training to measure the error.'}
    </p>
  );
}

export function FineTuneSettings() {
  const { images, noise, learningRate, batch, steps } = state.tuning;
  return (
    <div class="fields">
      <ModelSelect />
      <Select label="Images" of={images} choices={imageChoices()} isWide />
      <DrawingsHint />
      <Select label="Noise" of={noise} choices={noiseChoices()} />
      <Select label="Learning rate" of={learningRate} choices={rateChoices()} hint="The size of each training step" />
      <Select label="Batch" of={batch} choices={batches} hint="How many images each step uses" />
      <Select label="Steps" of={steps} choices={lengths} hint="How often the weights are updated" />
    </div>
  );
}
