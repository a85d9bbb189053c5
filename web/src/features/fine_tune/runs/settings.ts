// The settings of training in words.

import type { TrainingRecipe } from '../../../engine/protocol';
import { locale, localNumber, t } from '../../../language/t';
import type { RunChange } from '../../../state/state';
import { lossName, noiseName } from '../../../ui/lossNames';

/** The learning rates in the menu, ascending. The address may ask for others. */
export const usualRates = [0.00001, 0.00003, 0.0001, 0.0003, 0.001, 0.003] as const;

const digits = { maximumFractionDigits: 8 };

/** A learning rate or λ with all its digits, and without an exponent. */
export const settingNumber = (value: number) => value.toLocaleString(locale, digits);

interface Setting {
  /** What the files of runs call it, in any language. */
  id: string;
  name: string;
  value: (recipe: TrainingRecipe) => string;
  /** A value as the page shows it. */
  text: (value: string) => string;
}

const plainNumber = (value: number) => value.toLocaleString('en-GB', digits);

const settings: readonly Setting[] = [
  { id: 'rate', name: t`rate`, value: (recipe) => plainNumber(recipe.learning_rate), text: localNumber },
  { id: 'batch', name: t`batch`, value: (recipe) => String(recipe.batch), text: localNumber },
  { id: 'noise', name: t`noise`, value: (recipe) => recipe.noise, text: noiseName },
  { id: 'loss', name: t`loss`, value: (recipe) => recipe.loss, text: lossName },
  { id: 'λ', name: 'λ', value: (recipe) => plainNumber(recipe.l1), text: localNumber },
];

/** All settings in one line, with spaces that do not break between a setting and its value. */
export function settingsText(recipe: TrainingRecipe): string {
  const { learning_rate: rate, batch, noise, loss, l1 } = recipe;
  const named = [
    t`rate ${settingNumber(rate)}`,
    t`batch ${batch}`,
    noise === 'none' ? t`no noise` : t`${noiseName(noise)} noise`,
  ];
  const penalty = l1 > 0 ? [`λ ${settingNumber(l1)}`] : [];
  return [...named, lossName(loss), ...penalty].map((text) => text.replaceAll(' ', '\u00a0')).join(', ');
}

export function changesBetween(before: TrainingRecipe, after: TrainingRecipe): Omit<RunChange, 'step'>[] {
  return settings
    .filter(({ value }) => value(before) !== value(after))
    .map(({ id, value }) => ({ setting: id, text: value(after) }));
}

/** A change in words, such as "rate 0.001". */
export function changeText({ setting, text }: RunChange): string {
  const changed = settings.find(({ id }) => id === setting);
  return changed ? `${changed.name} ${changed.text(text)}` : `${setting} ${text}`;
}
