// What a run of fine-tuning asks of the worker, from the settings and the visitor's drawings.

import { batch, computed } from '@preact/signals';
import { engine } from '../../engine/client';
import { once } from '../../engine/once';
import { type FineTuneRequest, pixelCount, type TrainingRecipe } from '../../engine/protocol';
import { t } from '../../language/t';
import { openReference } from '../../state/insideEngine';
import { modelCard, noiseText, state } from '../../state/state';
import { moreBytes, sampleBytes } from '../../state/trainingImages';

/** Learning rates for random weights and for weights that are trained already. */
const untrainedRate = 0.001;
const trainedRate = 0.00003;
/** How far a run moves already trained weights towards its result (see FineTuneOptions in the core). */
const trainedShare = 0.5;

/** Gives the main engine the test digits on which errors are measured, once. */
const openTestDigits = once(() => openReference(engine));

/** The pixels of all kept drawings, one drawing after another. */
function drawnPixels(): Float32Array {
  const drawings = state.drawings.value;
  if (drawings.length === 0)
    throw new Error(t`There are no drawings to train on: keep one first, or choose only MNIST.`);
  const pixels = new Float32Array(drawings.length * pixelCount);
  for (const [index, drawing] of drawings.entries()) pixels.set(drawing.pixels, index * pixelCount);
  return pixels;
}

export function isUntrained(model: string): boolean {
  return modelCard(model)?.origin.kind === 'fresh';
}

/** The learning rate unless the visitor chooses one. */
export const automaticRate = computed(() => (isUntrained(state.tuning.model.value) ? untrainedRate : trainedRate));

export function learningRate(): number {
  const rate = state.tuning.learningRate.value;
  return rate === 'automatic' ? automaticRate.value : rate;
}

const ownRecipe = () => modelCard(state.tuning.model.value)?.summary.value?.recipe;

export function trainingNoise(): string {
  const choice = state.tuning.noise.value;
  if (choice === 'none') return 'none';
  if (choice === 'panel') return noiseText.value;
  return ownRecipe()?.noise ?? 'none';
}

export const ownLoss = () => ownRecipe()?.loss ?? 'mse';
export const ownSparsity = () => ownRecipe()?.l1 ?? 0;

export function trainingLoss(): string {
  const choice = state.tuning.loss.value;
  return choice === 'recipe' ? ownLoss() : choice;
}

export function sparsity(): number {
  const choice = state.tuning.sparsity.value;
  return choice === 'recipe' ? ownSparsity() : choice;
}

/** The settings that may change while a network trains. */
export const recipe = computed(
  (): TrainingRecipe => ({
    learning_rate: learningRate(),
    batch: state.tuning.batch.value,
    noise: trainingNoise(),
    loss: trainingLoss(),
    l1: sparsity(),
    epochs: ownRecipe()?.epochs ?? 1,
  }),
);

/** Sets what may change during a run as it was in the run that the network's file holds. */
export function takeRecipeOfFile(): void {
  const own = ownRecipe();
  if (!own) return;
  const { learningRate, batch: size, noise, loss, sparsity: penalty } = state.tuning;
  batch(() => {
    learningRate.value = own.learning_rate;
    size.value = own.batch;
    for (const setting of [noise, loss, penalty]) setting.value = 'recipe';
  });
}

export async function fineTuneRequest(continues: boolean): Promise<FineTuneRequest> {
  const { tuning } = state;
  const model = tuning.model.value;
  const images = tuning.images.value;
  const drawings = images === 'drawings' || images === 'both' ? drawnPixels() : null;
  const digits = images === 'more' || images === 'both' ? moreBytes() : sampleBytes();
  const [bytes] = await Promise.all([digits, openTestDigits()]);
  return {
    model,
    digits: bytes,
    drawings,
    continues,
    recipe: recipe.value,
    seed: state.noise.seed.value,
    share: isUntrained(model) ? 1 : trainedShare,
    steps: tuning.steps.value,
  };
}
