import type { Signal } from '@preact/signals';
import { originText, state, type TrainingImages, type TrainingNoise } from '../state/state';
import { chooseTuningModel, forgetTuning, isTrainable, isTuning } from '../state/tuning';

interface Choice<T> {
  value: T;
  label: string;
}

interface SelectProps<T extends string | number> {
  label: string;
  of: Signal<T>;
  choices: readonly Choice<T>[];
}

const numbers = (values: readonly number[]): Choice<number>[] =>
  values.map((value) => ({ value, label: value.toLocaleString('en-GB', { maximumFractionDigits: 5 }) }));

const learningRates = numbers([0.0001, 0.0003, 0.001, 0.003]);
const batches = numbers([8, 16, 32, 64, 128]);
const lengths = numbers([100, 300, 1000, 3000, 10000]);

/** Another setting means another run: a paused one is ended, with the weights left as they are. */
function Select<T extends string | number>({ label, of, choices }: SelectProps<T>) {
  const choose = (value: string) => {
    const choice = choices.find((one) => String(one.value) === value);
    if (!choice) return;
    of.value = choice.value;
    void forgetTuning();
  };
  return (
    <label class="field">
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
  const cards = state.models.value.filter((card) =>
    isTrainable(card.summary.value?.name ?? card.id),
  );
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
    { value: 'drawings', label: `mine (${own})` },
    { value: 'both', label: 'both' },
  ];
}

function noiseChoices(): Choice<TrainingNoise>[] {
  return [
    { value: 'recipe', label: 'as in its recipe' },
    { value: 'none', label: 'none' },
    { value: 'panel', label: 'as set above' },
  ];
}

export function FineTuneSettings() {
  const { images, noise, learningRate, batch, steps } = state.tuning;
  return (
    <div class="fields">
      <ModelSelect />
      <Select label="Images" of={images} choices={imageChoices()} />
      <Select label="Noise" of={noise} choices={noiseChoices()} />
      <Select label="Learning rate" of={learningRate} choices={learningRates} />
      <Select label="Batch" of={batch} choices={batches} />
      <Select label="Steps" of={steps} choices={lengths} />
    </div>
  );
}
