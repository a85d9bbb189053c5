import type { Signal } from '@preact/signals';
import { takesDigits } from '../../engine/imageSize';
import { t } from '../../language/t';
import {
  modelCard,
  originText,
  state,
  type TrainingImages,
  type TrainingLoss,
  type TrainingNoise,
} from '../../state/state';
import { chooseTuningModel, isTrainable, isTuning } from '../../state/tuning';
import { lossName } from '../../ui/lossNames';
import { type Choice, Select } from '../../ui/Select';
import { automaticRate, ownLoss, ownSparsity } from './request';
import { settingNumber, usualRates } from './runs/settings';

interface SettingProps<T> {
  label: string;
  of: Signal<T>;
  choices: readonly Choice<T>[];
  isWide?: boolean;
  hint?: string;
  /** Whether it may change while a network trains. */
  isLive?: boolean;
}

const numbers = (values: readonly number[]): Choice<number>[] =>
  values.map((value) => ({ value, label: settingNumber(value) }));

/** Adds the value that is set if the menu lacks it, as one from the address may. */
function withChosen(choices: readonly Choice<number>[], value: number): Choice<number>[] {
  if (choices.some((choice) => choice.value === value)) return [...choices];
  return [...choices, ...numbers([value])].sort((a, b) => a.value - b.value);
}

const learningRates = numbers(usualRates);
const batches = numbers([8, 16, 32, 64, 128]);
const sparsities = numbers([0, 0.00001, 0.0001, 0.001, 0.01]);
const lengths = numbers([100, 300, 1000, 3000, 10000]);

function Setting<T extends string | number>({ of, isLive = false, ...shown }: SettingProps<T>) {
  const disabled = isTuning.value && !isLive;
  return <Select {...shown} chosen={of.value} choose={(value) => (of.value = value)} disabled={disabled} />;
}

function ModelSelect() {
  const cards = state.models.value.filter(
    ({ id, summary: { value: summary } }) => isTrainable(summary?.name ?? id) && (!summary || takesDigits(summary)),
  );
  return (
    <Select
      label={t`Network`}
      chosen={state.tuning.model.value}
      choices={cards.map((card) => ({ value: card.id, label: `${card.title} (${originText(card)})` }))}
      choose={(id) => void chooseTuningModel(id)}
      disabled={isTuning.value}
      isWide
    />
  );
}

function imageChoices(): Choice<TrainingImages>[] {
  const own = state.drawings.value.length;
  return [
    { value: 'sample', label: t`MNIST (3,000)` },
    { value: 'more', label: t`MNIST (10,000; 1.6 MB download)` },
    { value: 'drawings', label: t`your drawings (${own}) + MNIST (3,000)` },
    { value: 'both', label: t`your drawings (${own}) + MNIST (10,000)` },
  ];
}

function rateChoices(): Choice<number | 'automatic'>[] {
  const rate = state.tuning.learningRate.value;
  const rates = rate === 'automatic' ? learningRates : withChosen(learningRates, rate);
  return [{ value: 'automatic', label: t`auto (${settingNumber(automaticRate.value)})` }, ...rates];
}

function sparsityChoices(): Choice<number | 'recipe'>[] {
  const chosen = state.tuning.sparsity.value;
  const all = chosen === 'recipe' ? sparsities : withChosen(sparsities, chosen);
  return [
    { value: 'recipe', label: settingNumber(ownSparsity()) },
    ...all.filter(({ value }) => value !== ownSparsity()),
  ];
}

/** Cross-entropy needs outputs between 0 and 1, which only a sigmoid guarantees. */
function lossChoices(): Choice<TrainingLoss>[] {
  const output = modelCard(state.tuning.model.value)?.summary.value?.layers.at(-1)?.activation;
  const losses: TrainingLoss[] = output === 'sigmoid' ? ['mse', 'bce'] : ['mse'];
  const others = losses.filter((loss) => loss !== ownLoss());
  return [
    { value: 'recipe', label: lossName(ownLoss()) },
    ...others.map((value) => ({ value, label: lossName(value) })),
  ];
}

function noiseChoices(): Choice<TrainingNoise>[] {
  return [
    { value: 'recipe', label: t`as in training` },
    { value: 'none', label: t`none` },
    { value: 'panel', label: t`as set above` },
  ];
}

/** Explains how the drawings are used in training. */
function DrawingsHint() {
  const images = state.tuning.images.value;
  if (images === 'sample' || images === 'more') return null;
  return (
    <p class="field-wide field-hint">
      {state.drawings.value.length < 4
        ? t`On average, half of each batch is your drawings. Keep at least four, and one in four is held out of training to measure the error.`
        : t`On average, half of each batch is your drawings. One in four is held out of training to measure the error.`}
    </p>
  );
}

export function FineTuneSettings() {
  const { images, noise, learningRate, batch, loss, sparsity, steps } = state.tuning;
  return (
    <div class="fields">
      <ModelSelect />
      <Setting label={t`Images`} of={images} choices={imageChoices()} isWide />
      <DrawingsHint />
      <Setting
        label={t`Learning rate`}
        of={learningRate}
        choices={rateChoices()}
        hint={t`The size of each training step`}
        isLive
      />
      <Setting
        label={t`Batch`}
        of={batch}
        choices={withChosen(batches, batch.value)}
        hint={t`How many images each step uses`}
        isLive
      />
      <Setting label={t`Noise`} of={noise} choices={noiseChoices()} isLive />
      <Setting
        label={t`Steps`}
        of={steps}
        choices={withChosen(lengths, steps.value)}
        hint={t`How many times the weights are updated`}
      />
      <Setting
        label={t`Loss`}
        of={loss}
        choices={lossChoices()}
        hint={t`What training makes as small as it can`}
        isLive
      />
      <Setting
        label={t`Sparsity (λ)`}
        of={sparsity}
        choices={sparsityChoices()}
        hint={t`How strongly large numbers in the code are punished; more makes more of them zero`}
        isLive
      />
    </div>
  );
}
