// Notices when a run goes wrong, and says so in one sentence with one way to fix it.

import { computed, signal } from '@preact/signals';
import { ask, engine } from '../../../engine/client';
import { latestOnly } from '../../../engine/latest';
import { codeLayer, failed, type LossPoint } from '../../../engine/protocol';
import { t } from '../../../language/t';
import { shippedModel } from '../../../state/catalogue';
import { askWithReference } from '../../../state/insideEngine';
import { showError } from '../../../state/messages';
import { type ModelCard, modelCard, state } from '../../../state/state';
import { isWorse, takeWeights } from '../../../state/tuning';
import { lossText, wholeNumber } from '../../../ui/numbers';
import { settingNumber, usualRates } from './settings';

/** The rate is too high if the error on test digits has risen by this factor; a smaller rise may pass. */
const divergence = 1.2;
/** A rise by this factor, while the loss falls, shows that the images are too few. */
const learnedByHeart = 1.05;
/** A run may let this share of the code die before that counts as a fault. */
const deadShare = 0.05;
const lowerSparsity = 10;
const pointsCompared = 10;

export interface Warning {
  text: string;
  label: string;
  /** The weights to go back to: the best of the run, or those from before any training here. */
  weights: 'best' | 'original';
  /** Changes the settings before training goes on from there; without it, nothing trains. */
  change?: () => void;
}

/** Whether the loss has become infinite or not a number, which ends a run. */
export const lossBroke = signal(false);
const deadUnits = signal<{ model: string; count: number } | null>(null);

const card = computed(() => modelCard(state.tuning.model.value));
const lowest = computed(() => Math.min(...state.tuning.errors.value.map(({ digits }) => digits)));

/** Whether units of the code can die: a ReLU is stuck at zero if its input is negative for every image. */
function canDie({ summary }: ModelCard): boolean {
  const model = summary.value;
  return model?.layers[codeLayer(model)]?.activation === 'relu';
}

/** Counts the dead units of the network in training. */
export const countDeadUnits = latestOnly(async () => {
  const trained = card.value;
  if (!trained || !canDie(trained)) return;
  const statistics = await askWithReference(trained, (second, id) => ask(second, id, 'unitStatistics'));
  if (!failed(statistics)) deadUnits.value = { model: trained.id, count: statistics.value.dead };
});

/** Forgets what was noticed in an earlier run. */
export function clearWarnings(): void {
  lossBroke.value = false;
  deadUnits.value = null;
}

const recipe = () => state.tuning.run.value?.recipe.value;

function slower(text: string): Warning {
  const now = recipe()?.learning_rate ?? 0;
  // Such a rate is so much too high that halving it would not help.
  if (now > Math.max(...usualRates)) {
    const label = t`Go back to the best weights and let the page choose the rate`;
    return { text, label, weights: 'best', change: () => (state.tuning.learningRate.value = 'automatic') };
  }
  const rate = now / 2;
  return {
    text,
    label: t`Go back to the best weights and halve the rate to ${settingNumber(rate)}`,
    weights: 'best',
    change: () => (state.tuning.learningRate.value = rate),
  };
}

/** Whether the network in training rebuilds nothing any more. Its pictures can show that before the next loss does. */
const pictureBroke = computed(() => {
  const error = card.value?.result.value?.meanSquaredError;
  return error !== undefined && !Number.isFinite(error);
});

function brokenLoss(): Warning | null {
  return lossBroke.value || pictureBroke.value
    ? slower(t`The loss is no longer a number: the learning rate is too high.`)
    : null;
}

function dyingUnits(): Warning | null {
  const counted = deadUnits.value;
  const trained = card.value;
  const size = trained?.summary.value?.code_size;
  if (!counted || !size || counted.model !== trained?.id) return null;
  const before = shippedModel(trained)?.metrics.dead_units ?? 0;
  if (counted.count - before <= deadShare * size) return null;
  const text = t`${wholeNumber(counted.count)} of ${wholeNumber(size)} numbers of the code are now the same for every digit: these units are dead.`;
  const penalty = (recipe()?.l1 ?? 0) / lowerSparsity;
  if (penalty === 0) return slower(text);
  const label = t`Go back to the best weights and lower λ to ${settingNumber(penalty)}`;
  return { text, label, weights: 'best', change: () => (state.tuning.sparsity.value = penalty) };
}

function divergingRun(): Warning | null {
  const now = state.tuning.errors.value.at(-1)?.digits;
  if (now === undefined || now <= divergence * lowest.value) return null;
  return slower(
    t`This run gets worse instead of better: its error on test digits was down to ${lossText(lowest.value)} and has risen since.`,
  );
}

function mean(points: readonly LossPoint[]): number {
  return points.reduce((sum, { loss }) => sum + loss, 0) / points.length;
}

/** Whether the loss has fallen since the step with the best weights. */
function lossFell(best: number, last: number): boolean {
  const points = state.tuning.points.value;
  const early = points.filter(({ step }) => step <= Math.max(best, 1)).slice(-pointsCompared);
  const late = points.filter(({ step }) => step > (best + last) / 2);
  return mean(late) < mean(early);
}

/** Training images that are too few show in a loss that falls while the error on other images rises. */
function tooFewImages(): Warning | null {
  const { images, errors, run } = state.tuning;
  if (images.value === 'more' || images.value === 'both') return null;
  const best = errors.value.find(({ digits }) => digits === lowest.value);
  const last = errors.value.at(-1);
  if (!best || !last || last.digits < learnedByHeart * best.digits) return null;
  const hasChanged = run.value?.changes.value.some(({ step }) => step >= best.step);
  if (hasChanged || !lossFell(best.step, last.step)) return null;
  return {
    text: t`These images are too few: the network learns them by heart, and its error on other digits rises.`,
    label: t`Go back to the best weights and train on 10,000 digits (1.6 MB download)`,
    weights: 'best',
    change: () => (images.value = images.value === 'drawings' ? 'both' : 'more'),
  };
}

function worseRun(): Warning | null {
  if (!card.value || !isWorse(card.value)) return null;
  const text = t`${card.value.title} is worse than before on test digits.`;
  const before = card.value.measured.value?.before ?? 0;
  return lowest.value > before
    ? { text, label: t`Restore the original weights`, weights: 'original' }
    : { text, label: t`Go back to the best weights of this run`, weights: 'best' };
}

export const warning = computed((): Warning | null =>
  state.tuning.run.value ? (brokenLoss() ?? dyingUnits() ?? tooFewImages() ?? divergingRun() ?? worseRun()) : null,
);

/** Ends the run and gives its network the weights with the lowest error on test digits. */
export async function goBack(): Promise<boolean> {
  const trained = card.value;
  const bytes = await engine.bestWeights();
  if (failed(bytes)) showError(bytes.error);
  if (failed(bytes) || !trained) return false;
  const before = trained.measured.value?.before ?? lowest.value;
  await takeWeights(trained, { bytes: bytes.value, measured: { before, now: lowest.value } });
  return true;
}
