// The models the page offers by name, and what the manifest says of those it ships trained.

import { signal } from '@preact/signals';
import listed from '../../models.json';
import type { ModelCard } from './state';

export const families = ['linear', 'dense', 'sparse', 'denoising', 'deep', 'convolutional'] as const;
export type Family = (typeof families)[number];

export interface ListedModel {
  name: string;
  family: Family;
  title: string;
  blurb: string;
}

/** A trained model that comes with the page. */
export interface ShippedModel {
  name: string;
  file: string;
  bytes: number;
  metrics: { mse: number };
}

export const listedModels = listed as readonly ListedModel[];
export const manifest = signal<readonly ShippedModel[]>([]);

export function listedModel(name: string): ListedModel | undefined {
  return listedModels.find((model) => model.name === name);
}

/** What the manifest says of a card's model, if that came with the page. */
export function shippedModel(card: ModelCard): ShippedModel | undefined {
  if (card.origin.kind !== 'shipped') return undefined;
  return manifest.value.find((model) => model.name === card.id);
}

export async function readManifest(): Promise<void> {
  const response = await fetch(new URL('models/manifest.json', document.baseURI));
  if (!response.ok) throw new Error(`models/manifest.json was answered with status ${response.status}`);
  manifest.value = ((await response.json()) as { models: ShippedModel[] }).models;
}
