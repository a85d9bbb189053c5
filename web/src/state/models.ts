// The open models: the first four, other shipped ones, newly created ones, and ones from files.

import { signal } from '@preact/signals';
import { engine, handOver } from '../engine/client';
import { fetchBytes } from '../engine/fetchBytes';
import { sizeProblem } from '../engine/imageSize';
import { failed, type ModelSummary, type OnnxPart, type Outcome } from '../engine/protocol';
import { headerText } from '../engine/safetensors';
import { t } from '../language/t';
import { isShipped, listedModel, readManifest } from './catalogue';
import { forgetCopy } from './insideEngine';
import { reasonText, showError, showNote, showUndoable } from './messages';
import { saveFile } from './saveFile';
import { type ModelCard, type ModelOrigin, modelCard, state } from './state';
import { chooseTuningModel, isTrainable, takeWeights } from './tuning';
import { forgetModel, keepOwnModel, type OwnModel, tunedWeights, type Visit } from './visit';

/** The models that are on the page from the start, smallest first: they are fetched in this order. */
const firstModels = ['pca-30', 'dense-128-32', 'denoising-256', 'deep-30'];
/** The order in which the page shows them, chosen for easy comparison. */
const displayOrder = ['pca-30', 'dense-128-32', 'deep-30', 'denoising-256'];
const defaultTuningModel = 'dense-128-32';
const defaultInsideModel = 'deep-30';
let engineReady: Promise<boolean> = Promise.resolve(false);
let openedCount = 0;

type CardFields = Pick<ModelCard, 'id' | 'title' | 'blurb' | 'origin' | 'holdsRun'>;

function holdsRun(bytes: Uint8Array): boolean {
  return headerText(bytes).includes('"optimizer.step"');
}

function newCard(fields: CardFields): ModelCard {
  return {
    ...fields,
    isShown: signal(false),
    summary: signal(null),
    result: signal(null),
    error: signal(null),
    weights: signal(0),
    tuned: signal(false),
    durations: signal([]),
    run: signal(null),
    measured: signal(null),
  };
}

function listedCard(name: string): ModelCard {
  const { title = name, blurb = '' } = listedModel(name) ?? {};
  return newCard({ id: name, title, blurb, origin: { kind: 'shipped' }, holdsRun: false });
}

function addCard(card: ModelCard): void {
  state.models.value = [...state.models.value, card];
}

/** What the page says of a model of the visitor's own. */
function ownTexts(origin: ModelOrigin, name: string): Pick<ModelCard, 'title' | 'blurb'> {
  if (origin.kind === 'file') return { title: name, blurb: t`from ${origin.file}` };
  if (origin.kind === 'fitted') return { title: 'PCA', blurb: t`made on this page` };
  return { title: listedModel(name)?.title ?? name, blurb: t`created with random weights` };
}

type OwnFields = Pick<ModelCard, 'id' | 'origin'> & Partial<Pick<ModelCard, 'holdsRun'>>;

/** Adds a model of the visitor's own. */
function addOwn(fields: OwnFields, summary: ModelSummary, isShown: boolean): ModelCard {
  const card = newCard({ holdsRun: false, ...fields, ...ownTexts(fields.origin, summary.name) });
  card.summary.value = summary;
  card.error.value = sizeProblem(summary);
  card.isShown.value = isShown;
  addCard(card);
  return card;
}

/** Opens a model that was made on the page, for "Look inside" only, and returns its id. */
export async function adoptModel(origin: ModelOrigin, bytes: Uint8Array): Promise<string> {
  const id = `${origin.kind}-${++openedCount}`;
  const summary = await engine.openModel(id, bytes);
  if (failed(summary)) throw new Error(summary.error);
  void keepOwnModel(addOwn({ id, origin }, summary.value, false));
  return id;
}

async function fillShipped(card: ModelCard): Promise<void> {
  try {
    const precision = listedModel(card.id)?.int8 ? '.int8' : '';
    const loaded = await fetchBytes(`models/${card.id}${precision}.safetensors`);
    if (!(await engineReady)) return;
    const summary = await engine.openModel(card.id, handOver(loaded));
    if (failed(summary)) {
      card.error.value = summary.error;
      showError(`${card.id}: ${summary.error}`);
    } else card.summary.value = summary.value;
  } catch (reason) {
    card.error.value = reasonText(reason);
    showError(t`The model ${card.id} could not be loaded: ${reasonText(reason)}`);
  }
}

/** Puts the empty cards of the first models on the page. */
export function placeFirstModels(): void {
  state.models.value = displayOrder.map(listedCard);
  for (const card of state.models.value) card.isShown.value = true;
}

/** Fetches the first models one after the other, and opens each as soon as the engine is ready; then `further`. */
export async function openFirstModels(
  ready: Promise<boolean>,
  visit: Promise<Visit>,
  further: readonly string[],
): Promise<void> {
  engineReady = ready;
  const wanted = state.tuning.model.value;
  if (!modelCard(wanted) || !isTrainable(wanted)) state.tuning.model.value = defaultTuningModel;
  const standIn = state.tuning.model.value;
  for (const id of firstModels) {
    const card = modelCard(id);
    if (card) await fillShipped(card);
  }
  try {
    await readManifest();
  } catch {
    showError(t`The list of models could not be loaded, so their test results are missing.`);
  }
  if (await ready) await restoreModels(await visit, further);
  const isChosen = state.tuning.model.value !== standIn || state.tuning.phase.value !== 'idle';
  if (isChosen || wanted === standIn) return;
  if (isShipped(wanted) && isTrainable(wanted)) await takeForTraining(wanted);
  else if (modelCard(wanted) && isTrainable(wanted)) state.tuning.model.value = wanted;
}

async function restoreOwn({ id, origin, bytes }: OwnModel, isShown: boolean): Promise<void> {
  const isRun = holdsRun(bytes);
  const summary = await engine.openModel(id, handOver(bytes));
  if (failed(summary)) return;
  addOwn({ id, origin, holdsRun: isRun }, summary.value, isShown);
  openedCount = Math.max(openedCount, Number(id.split('-').at(-1)));
}

/** Restores the models that this tab had before it was reloaded, and opens those that the address names. */
async function restoreModels({ own, tuned, shown }: Visit, further: readonly string[]): Promise<void> {
  for (const model of own) await restoreOwn(model, shown.includes(model.id));
  for (const name of [...shown, ...further].filter((one) => isShipped(one)))
    if (!modelCard(name)) await toggleShown(name);
  for (const [id, weights] of tuned) {
    const card = modelCard(id);
    if (card?.summary.value) await takeWeights(card, weights);
  }
}

async function takeForTraining(name: string): Promise<void> {
  const card = await openListed(name);
  if (!card.summary.value) return;
  card.isShown.value = true;
  state.tuning.model.value = name;
}

export function isPermanent(card: ModelCard): boolean {
  return firstModels.includes(card.id);
}

/** Returns the card of a shipped model; the first call fetches the model. */
export async function openListed(name: string): Promise<ModelCard> {
  const open = modelCard(name);
  if (open) return open;
  const card = listedCard(name);
  addCard(card);
  await fillShipped(card);
  if (card.error.value) state.models.value = state.models.value.filter((one) => one !== card);
  return card;
}

/** Adds a listed model to those that rebuild the drawing, or removes it. */
export async function toggleShown(name: string): Promise<void> {
  const card = await openListed(name);
  if (card.summary.value) card.isShown.value = !card.isShown.value;
}

/** Opens a checkpoint of the visitor's own, and returns why that failed, or null. */
export async function openCheckpoint(file: string, bytes: Uint8Array): Promise<string | null> {
  const id = `file-${++openedCount}`;
  const isRun = holdsRun(bytes);
  const summary = await engine.openModel(id, handOver(bytes));
  if (failed(summary)) return summary.error;
  void keepOwnModel(addOwn({ id, origin: { kind: 'file', file }, holdsRun: isRun }, summary.value, true));
  return null;
}

/** Creates a model with random weights from a listed name or layer sizes, and chooses it for training. */
export async function createUntrained(name: string, seed: number): Promise<boolean> {
  const id = `fresh-${++openedCount}`;
  const summary = await engine.createModel(id, name, seed);
  if (failed(summary)) {
    showError(summary.error);
    return false;
  }
  if (summary.value.fit !== 'gradient') {
    await engine.closeModel(id);
    showError(t`${summary.value.name} cannot be trained here. To fit PCA, open the "Components" tab.`);
    return false;
  }
  void keepOwnModel(addOwn({ id, origin: { kind: 'fresh', seed } }, summary.value, true));
  await chooseTuningModel(id);
  showNote(t`${summary.value.name} has learned nothing yet. To train it, press Start under "Fine-tune".`);
  return true;
}

/** Returns a function that reopens a model with its current weights. */
async function copyOf(closed: ModelCard): Promise<(() => Promise<void>) | null> {
  const { id, origin } = closed;
  const original = await engine.originalModel(id);
  if (failed(original)) return null;
  const tuned = await tunedWeights(closed);
  return async () => {
    await restoreOwn({ id, origin, bytes: original.value }, true);
    const card = modelCard(id);
    if (!card) return;
    if (origin.kind !== 'shipped') await keepOwnModel(card);
    if (tuned) await takeWeights(card, tuned);
  };
}

export async function closeModel(card: ModelCard): Promise<void> {
  const { id } = card;
  const reopen = await copyOf(card);
  if (state.tuning.model.value === id) await chooseTuningModel(defaultTuningModel);
  if (state.inside.model.value === id) state.inside.model.value = defaultInsideModel;
  state.models.value = state.models.value.filter((one) => one !== card);
  await Promise.all([engine.closeModel(id), forgetCopy(id), forgetModel(id)]);
  if (reopen) showUndoable(t`${card.title} has been closed.`, () => void reopen());
}

/** The name under which a model is saved. */
export function fileNameOf({ id, summary, tuned }: ModelCard): string {
  return `${summary.value?.name ?? id}${tuned.value ? '-tuned' : ''}.safetensors`;
}

function saveBytes(name: string, bytes: Outcome<Uint8Array>): void {
  if (failed(bytes)) showError(bytes.error);
  else saveFile(name, new Blob([bytes.value as Uint8Array<ArrayBuffer>]));
}

export async function saveModel(card: ModelCard): Promise<void> {
  saveBytes(fileNameOf(card), await engine.saveModel(card.id));
}

export async function saveOnnx(card: ModelCard, part: OnnxPart): Promise<void> {
  const end = part === 'whole' ? '.onnx' : `-${part}.onnx`;
  saveBytes(fileNameOf(card).replace('.safetensors', end), await engine.saveOnnx(card.id, part));
}
