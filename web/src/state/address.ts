// Keeps the shareable part of the state in the address: ?noise=gaussian&level=0.5&seed=7&model=deep-30&digit=12,
// with &drawing=… for the strokes on the pad, &also=… for further models, the settings of "Fine-tune" that differ
// from the automatic ones and, once the visitor looks inside a model, &inside=deep-30&tab=layers, with
// &question=… for the question that is shown there

import { computed, effect, type Signal } from '@preact/signals';
import { keepEmbedding } from '../engine/embedding';
import { keepModuleChoice } from '../engine/moduleRequest';
import { keepLanguage } from '../language/languageChoice';
import { listedModel } from './catalogue';
import { strokesOf } from './drawingText';
import { isPermanent } from './models';
import { noiseKinds } from './noise';
import { type PadAddress, padAddress } from './padAddress';
import { shownModels, state, type TrainingImages, type TrainingLoss, type TrainingNoise } from './state';

/** Browsers reject changes of the address that come too often, and a slider changes it at every pixel. */
const writeDelayMilliseconds = 200;
const largestSeed = 2 ** 31 - 1;

/** A parameter in the query of the address. */
interface Parameter {
  key: string;
  /** Sets the state from the text in the address, if that is valid. */
  read: (text: string) => void;
  /** Returns the text for the address, or null if the key is to be left out. */
  write: () => string | null;
}

/** A parameter that holds a signal's value. `parse` returns undefined for invalid text. */
function parameter<T extends string | number>(
  key: string,
  signal: Signal<T>,
  parse: (text: string) => T | undefined,
  isShared: () => boolean = () => true,
): Parameter {
  return {
    key,
    read: (text) => {
      signal.value = parse(text) ?? signal.value;
    },
    write: () => (isShared() ? String(signal.value) : null),
  };
}

function wholeNumber(text: string): number | undefined {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return number <= largestSeed ? number : undefined;
}

function share(text: string): number | undefined {
  const number = Number(text);
  return number >= 0 && number <= 1 ? number : undefined;
}

function shippedName(text: string): string | undefined {
  const listed = listedModel(text);
  return listed?.shipped === false ? undefined : listed?.name;
}

/** A parameter that is in the address only once its value is not the one at the start. */
function setting<T extends string | number>(
  key: string,
  signal: Signal<T>,
  parse: (text: string) => T | undefined,
): Parameter {
  const initial = signal.peek();
  return parameter(key, signal, parse, () => signal.value !== initial);
}

const positiveNumber = (text: string): number | undefined => wholeNumber(text) || undefined;
const positiveShare = (text: string): number | undefined => share(text) || undefined;

function oneOf<T>(choices: readonly T[]): (text: string) => T | undefined {
  return (text) => choices.find((choice) => choice === text);
}

/** The names of the further models that come with the page and rebuild the drawing. */
function furtherModels(): string | null {
  const further = shownModels.value.filter((card) => card.origin.kind === 'shipped' && !isPermanent(card));
  return further.map(({ id }) => id).join('.') || null;
}

const imageChoices: readonly TrainingImages[] = ['sample', 'more', 'drawings', 'both'];
const trainingNoises: readonly TrainingNoise[] = ['recipe', 'none', 'panel'];

const trainingLosses: readonly TrainingLoss[] = ['recipe', 'mse', 'bce'];

function tuningParameters(): Parameter[] {
  const { model, images, noise, learningRate, batch, loss, sparsity, steps } = state.tuning;
  return [
    parameter('model', model, (text) => text || undefined),
    setting('images', images, oneOf(imageChoices)),
    setting('training-noise', noise, oneOf(trainingNoises)),
    setting('rate', learningRate, positiveShare),
    setting('batch', batch, positiveNumber),
    setting('loss', loss, oneOf(trainingLosses)),
    setting('sparsity', sparsity, share),
    setting('steps', steps, positiveNumber),
  ];
}

function parametersOf(tabIds: readonly string[], opened: Opened): Parameter[] {
  const { noise, inside, pad } = state;
  const isNoisy = () => noise.kind.value !== 'none';
  const firstSeed = noise.seed.peek();
  const wasChosen = () => inside.wasChosen.value;
  const onPad = computed(() => padAddress(pad.marks.value));
  return [
    parameter('noise', noise.kind, (text) => noiseKinds.find(({ kind }) => kind === text)?.kind, isNoisy),
    parameter('level', noise.level, share, isNoisy),
    parameter('seed', noise.seed, wholeNumber, () => isNoisy() || noise.seed.value !== firstSeed),
    ...tuningParameters(),
    parameter('inside', inside.model, shippedName, wasChosen),
    parameter('tab', inside.tab, oneOf(tabIds), wasChosen),
    setting('question', inside.step, (text) => text),
    { key: 'also', read: (text) => (opened.models = text.split('.')), write: furtherModels },
    {
      key: 'digit',
      read: (text) => (opened.pad.digit = wholeNumber(text) ?? null),
      write: () => onPad.value.digit?.toString() ?? null,
    },
    {
      key: 'drawing',
      read: (text) => (opened.pad.drawing = strokesOf(text) && text),
      write: () => onPad.value.drawing,
    },
  ];
}

let parameters: readonly Parameter[] = [];

function queryOfView(): URLSearchParams {
  const query = new URLSearchParams();
  for (const { key, write } of parameters) {
    const text = write();
    if (text !== null) query.set(key, text);
  }
  keepModuleChoice(query);
  return query;
}

const addressWith = (query: URLSearchParams): string => `${location.pathname}?${query}${location.hash}`;

/** The address of the current view on the whole page, which the browser's own address follows with a delay. */
export function pageAddress(): string {
  return new URL(addressWith(queryOfView()), location.href).href;
}

function ownQuery(): URLSearchParams {
  const query = queryOfView();
  keepEmbedding(query);
  keepLanguage(query);
  return query;
}

/** Brings the browser's address up to date at once. */
export function writeAddress(): void {
  history.replaceState(null, '', addressWith(ownQuery()));
}

function mirrorState(): void {
  let timer = 0;
  effect(() => {
    void ownQuery();
    clearTimeout(timer);
    timer = window.setTimeout(writeAddress, writeDelayMilliseconds);
  });
}

/** What the address asks for that only other modules can show. */
interface Opened {
  pad: PadAddress;
  /** The names of further models that are to rebuild the drawing. */
  models: string[];
}

/**
 * Applies the valid parts of the address. Returns the rest, and a function that makes the address follow the state
 * from then on.
 */
export function openAddress(tabIds: readonly string[]): Opened & { mirrorState: () => void } {
  const query = new URLSearchParams(location.search);
  const opened: Opened = { pad: { digit: null, drawing: null }, models: [] };
  parameters = parametersOf(tabIds, opened);
  for (const { key, read } of parameters) {
    const text = query.get(key);
    if (text !== null) read(text);
  }
  state.inside.wasChosen.value = ['inside', 'tab', 'question'].some((key) => query.has(key));
  return { ...opened, mirrorState };
}

/** Whether the page was reloaded rather than opened. */
export function isReload(): boolean {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return navigation?.type === 'reload';
}
