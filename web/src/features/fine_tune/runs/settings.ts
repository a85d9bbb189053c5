// The settings of training in words.

import type { TrainingRecipe } from '../../../engine/protocol';
import type { RunChange } from '../../../state/state';
import { lossName, noiseName } from '../../../ui/lossNames';

/** The learning rates in the menu, ascending. The address may ask for others. */
export const usualRates = [0.00001, 0.00003, 0.0001, 0.0003, 0.001, 0.003] as const;

/** A learning rate or λ with all its digits, and without an exponent. */
export const settingNumber = (value: number) => value.toLocaleString('en-GB', { maximumFractionDigits: 8 });

const settings: [name: string, text: (recipe: TrainingRecipe) => string][] = [
  ['rate', (recipe) => settingNumber(recipe.learning_rate)],
  ['batch', (recipe) => String(recipe.batch)],
  ['noise', (recipe) => noiseName(recipe.noise)],
  ['loss', (recipe) => lossName(recipe.loss)],
  ['λ', (recipe) => settingNumber(recipe.l1)],
];

/** All settings in one line, with spaces that do not break between a setting and its value. */
export function settingsText(recipe: TrainingRecipe): string {
  const { learning_rate: rate, batch, noise, loss, l1 } = recipe;
  const named = [
    `rate ${settingNumber(rate)}`,
    `batch ${batch}`,
    noise === 'none' ? 'no noise' : `${noiseName(noise)} noise`,
  ];
  const penalty = l1 > 0 ? [`λ ${settingNumber(l1)}`] : [];
  return [...named, lossName(loss), ...penalty].map((text) => text.replaceAll(' ', '\u00a0')).join(', ');
}

export function changesBetween(before: TrainingRecipe, after: TrainingRecipe): Omit<RunChange, 'step'>[] {
  return settings
    .filter(([, text]) => text(before) !== text(after))
    .map(([setting, text]) => ({ setting, text: text(after) }));
}
