// The models that the page offers, and what the manifest says about those that come with the page.

import { computed, signal } from '@preact/signals';
import listed from '../../models.json';
import { fetchBytes } from '../engine/fetchBytes';
import { measuredDigits } from '../engine/protocol';
import { t } from '../language/t';
import type { ModelCard } from './state';

export const families = ['linear', 'dense', 'sparse', 'denoising', 'deep', 'convolutional'] as const;
export type Family = (typeof families)[number];

export interface ListedModel {
  name: string;
  family: Family;
  title: string;
  blurb: string;
  /** False if the trained weights are too large to come with the page. */
  shipped?: boolean;
  /** How the file holds the weights, if not as float16. */
  weights?: 'int8';
  /** Whether it comes with 8-bit weights too, which the page opens because they arrive sooner. */
  int8?: boolean;
}

export interface Metrics {
  mse: number;
  squared_error_per_image: number;
  psnr: number;
  bce: number;
  bce_above_floor: number;
  mean_image_mse: number;
  mean_image_bce: number;
  explained_variance: number;
  dead_units: number;
  images: number;
}

export interface Recipe {
  optimizer: 'adam' | 'adamw' | 'sgd';
  loss: 'mse' | 'bce';
  learning_rate: number;
  batch: number;
  epochs: number;
  noise: string;
  l1: number;
  /** Older recipes lack this field and the next two: they mean a constant rate, no warm-up and no weight decay. */
  schedule?: string;
  warmup?: number;
  weight_decay?: number;
}

/** A trained model that comes with the page, with the manifest's field names. */
export interface ShippedModel {
  name: string;
  file: string;
  command: string;
  seed: number;
  images: number;
  validation_images: number;
  recipe: Recipe;
  history: { loss: number; validation_loss?: number }[];
  seconds: number | null;
  code_size: number;
  parameters: number;
  weights: 'float16' | 'int8';
  bytes: number;
  /** The file with 8-bit weights, and its mean squared error on the test set without noise. */
  int8?: { file: string; bytes: number; mse: number };
  /** Both are measured on the test set: `metrics` without noise, `noisy_metrics` with the recipe's noise, if any. */
  metrics: Metrics;
  noisy_metrics?: Metrics;
}

interface Manifest {
  models: readonly ShippedModel[];
  /** Test errors of PCA, by the size of its code. */
  pca: Record<string, { mse: number; bce: number }>;
}

/** Their names and notes are in the page's language. */
export const listedModels: readonly ListedModel[] = (listed as readonly ListedModel[]).map((model) => ({
  ...model,
  title: t(model.title),
  blurb: t(model.blurb),
}));

export const familyName = (family: Family): string => t(family);

export const manifest = signal<Manifest>({ models: [], pca: {} });

/** The error of always showing the mean digit, measured on the test set. */
export const meanDigitError = computed(() => manifest.value.models[0]?.metrics.mean_image_mse ?? null);

export function listedModel(name: string): ListedModel | undefined {
  return listedModels.find((model) => model.name === name);
}

export function isShipped(name: string): boolean {
  return manifest.value.models.some((model) => model.name === name);
}

/** The manifest's entry for a card's model, if it came with the page. */
export function shippedModel(card: ModelCard): ShippedModel | undefined {
  if (card.origin.kind !== 'shipped') return undefined;
  return manifest.value.models.find((model) => model.name === card.id);
}

/** The current test error of a card's model, and the number of digits on which it was measured. */
export function testFigure(card: ModelCard): { digits: number; error: number | undefined } {
  if (card.tuned.value) return { digits: measuredDigits, error: card.measured.value?.now };
  const shipped = shippedModel(card);
  return { digits: shipped?.metrics.images ?? 10000, error: shipped?.int8?.mse ?? shipped?.metrics.mse };
}

export async function readManifest(): Promise<void> {
  const bytes = await fetchBytes('models/manifest.json');
  manifest.value = JSON.parse(new TextDecoder().decode(bytes)) as Manifest;
}
