// Keeps the shareable part of the state in the address: ?noise=gaussian&level=0.5&seed=7&model=deep-30&digit=12
// and, once the visitor looks inside a model, &inside=deep-30&tab=layers

import { effect, type Signal } from '@preact/signals';
import { keepModuleChoice } from '../engine/moduleRequest';
import { listedModel } from './catalogue';
import { onlyTestDigit } from './marks';
import { noiseKinds } from './noise';
import { state } from './state';

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

function digitOnPad(): string | null {
  const digit = onlyTestDigit(state.pad.marks.value);
  return digit && !digit.isSample ? String(digit.index) : null;
}

function parametersOf(tabIds: readonly string[], takeDigit: (index: number | null) => void): Parameter[] {
  const { noise, tuning, inside } = state;
  const isNoisy = () => noise.kind.value !== 'none';
  const wasChosen = () => inside.wasChosen.value;
  return [
    parameter('noise', noise.kind, (text) => noiseKinds.find(({ kind }) => kind === text)?.kind, isNoisy),
    parameter('level', noise.level, share, isNoisy),
    parameter('seed', noise.seed, wholeNumber, isNoisy),
    parameter('model', tuning.model, (text) => text || undefined),
    parameter('inside', inside.model, shippedName, wasChosen),
    parameter('tab', inside.tab, (text) => tabIds.find((id) => id === text), wasChosen),
    { key: 'digit', read: (text) => takeDigit(wholeNumber(text) ?? null), write: digitOnPad },
  ];
}

function addressOf(parameters: readonly Parameter[]): string {
  const query = new URLSearchParams();
  for (const { key, write } of parameters) {
    const text = write();
    if (text !== null) query.set(key, text);
  }
  keepModuleChoice(query);
  return `${location.pathname}?${query}${location.hash}`;
}

function mirror(parameters: readonly Parameter[]): void {
  let timer = 0;
  effect(() => {
    const address = addressOf(parameters);
    clearTimeout(timer);
    timer = window.setTimeout(() => history.replaceState(null, '', address), writeDelayMilliseconds);
  });
}

/**
 * Applies the valid parts of the address. Returns the test digit that it names, if any, and a function that makes
 * the address follow the state from then on.
 */
export function openAddress(tabIds: readonly string[]): { digit: number | null; mirrorState: () => void } {
  const query = new URLSearchParams(location.search);
  let digit: number | null = null;
  const parameters = parametersOf(tabIds, (index) => (digit = index));
  for (const { key, read } of parameters) {
    const text = query.get(key);
    if (text !== null) read(text);
  }
  state.inside.wasChosen.value = query.has('inside') || query.has('tab');
  return { digit, mirrorState: () => mirror(parameters) };
}
