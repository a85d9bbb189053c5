// The model cards: the four shipped ones, and files the visitor opens.

import { signal } from '@preact/signals';
import { engine, handOver } from '../engine/client';
import { fetchBytes } from '../engine/fetchBytes';
import { failed } from '../engine/protocol';
import { tellError, tellNote } from './messages';
import { modelCard, state, type ModelCard } from './state';
import { forgetTuning, isTrainable } from './tuning';

interface ManifestEntry {
  name: string;
  metrics: { mse: number };
}

interface ShippedModel {
  id: string;
  title: string;
  blurb: string;
}

// In the order of their size, so that the smallest is on the page first.
const shipped: readonly ShippedModel[] = [
  { id: 'pca-30', title: 'PCA', blurb: 'thirty fixed directions, no training' },
  { id: 'dense-128-32', title: 'Dense', blurb: 'one hidden layer each side of the code' },
  { id: 'denoising-256', title: 'Denoising', blurb: 'learned to undo noise of every strength' },
  { id: 'deep-30', title: 'Deep', blurb: 'three hidden layers each side of the code' },
];
/** The order on the page: by what the eye compares. */
const displayOrder = ['pca-30', 'dense-128-32', 'deep-30', 'denoising-256'];
const defaultTuningModel = 'dense-128-32';
/** Larger than any model here; reading a film into memory by mistake would freeze the tab. */
const largestFile = 256 * 1024 * 1024;

let openedCount = 0;

function newCard(model: ShippedModel, openedFrom: string | null): ModelCard {
  return {
    ...model,
    openedFrom,
    summary: signal(null),
    result: signal(null),
    error: signal(null),
    testError: signal(null),
    tuned: signal(false),
  };
}

async function openShipped(card: ModelCard, bytes: Promise<Uint8Array>, ready: Promise<boolean>) {
  try {
    const loaded = await bytes;
    if (!(await ready)) return;
    const summary = await engine.openModel(card.id, handOver(loaded));
    if (failed(summary)) {
      card.error.value = summary.error;
      tellError(`${card.id}: ${summary.error}`);
    } else card.summary.value = summary.value;
  } catch (reason) {
    card.error.value = String(reason);
    tellError(`The model ${card.id} could not be loaded: ${String(reason)}`);
  }
}

async function readManifest(): Promise<void> {
  try {
    const response = await fetch(new URL('models/manifest.json', document.baseURI));
    const manifest = (await response.json()) as { models: ManifestEntry[] };
    for (const entry of manifest.models) {
      const card = modelCard(entry.name);
      if (card) card.testError.value = entry.metrics.mse;
    }
  } catch {
    tellError('The list of shipped models could not be read; their test figures are missing.');
  }
}

/** Fetches all shipped models at once and opens each as soon as it and the engine are there. */
export async function openShippedModels(ready: Promise<boolean>): Promise<void> {
  const cards = shipped.map((model) => newCard(model, null));
  state.models.value = displayOrder.flatMap((id) => cards.filter((card) => card.id === id));
  const wanted = modelCard(state.tuning.model.value);
  if (!wanted || !isTrainable(wanted.id)) state.tuning.model.value = defaultTuningModel;
  const opened = cards.map((card) =>
    openShipped(card, fetchBytes(`models/${card.id}.safetensors`), ready),
  );
  await Promise.all(opened);
  await readManifest();
}

export async function openFile(file: File): Promise<void> {
  if (file.size > largestFile) {
    tellError(`${file.name} is too large for a model of this page (over 256 MB).`);
    return;
  }
  const id = `file-${++openedCount}`;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const summary = await engine.openModel(id, handOver(bytes));
  if (failed(summary)) {
    tellError(`${file.name}: ${summary.error}`);
    return;
  }
  const card = newCard({ id, title: summary.value.name, blurb: `from ${file.name}` }, file.name);
  card.summary.value = summary.value;
  state.models.value = [...state.models.value, card];
  tellNote(`${file.name} is open, as the last of the models.`);
}

export async function openFiles(files: Iterable<File>): Promise<void> {
  for (const file of files) await openFile(file);
}

export async function closeModel(id: string): Promise<void> {
  if (state.tuning.model.value === id) {
    await forgetTuning();
    state.tuning.model.value = defaultTuningModel;
  }
  state.models.value = state.models.value.filter((card) => card.id !== id);
  await engine.closeModel(id);
}

export async function saveModel(id: string): Promise<void> {
  const card = modelCard(id);
  const bytes = await engine.saveModel(id);
  if (failed(bytes)) {
    tellError(bytes.error);
    return;
  }
  const address = URL.createObjectURL(new Blob([bytes.value as Uint8Array<ArrayBuffer>]));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${card?.summary.value?.name ?? id}${card?.tuned.value ? '-tuned' : ''}.safetensors`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
