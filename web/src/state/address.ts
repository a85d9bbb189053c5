// Keeps the shareable part of the state in the address: ?noise=gaussian&level=0.5&seed=7&model=deep-30&digit=12
// and, once the visitor looks inside a model, &inside=deep-30&tab=layers

import { effect } from '@preact/signals';
import { keepModuleChoice } from '../engine/moduleChoice';
import { listedModel } from './catalogue';
import { onlyTestDigit } from './marks';
import { noiseKinds } from './noise';
import { state } from './state';

/** Browsers reject changes of the address that come too often, and a slider changes it at every pixel. */
const writeDelayMilliseconds = 200;
const largestSeed = 2 ** 31 - 1;

function wholeNumber(text: string | null, highest: number): number | null {
  if (text === null || !/^\d+$/.test(text)) return null;
  const number = Number(text);
  return number <= highest ? number : null;
}

function readInside(model: string | null, tab: string | null, tabIds: readonly string[]): void {
  const { explore } = state;
  const listed = listedModel(model ?? '');
  if (listed && listed.shipped !== false) explore.model.value = listed.name;
  if (tab && tabIds.includes(tab)) explore.tab.value = tab;
  explore.wasChosen.value = model !== null || tab !== null;
}

/** Applies the valid parts of the address and returns the test digit that it names, if any. */
export function readAddress(tabIds: readonly string[]): { digit: number | null } {
  const query = new URLSearchParams(location.search);
  const noise = noiseKinds.find(({ kind }) => kind === query.get('noise'));
  const level = Number(query.get('level') ?? Number.NaN);
  const seed = wholeNumber(query.get('seed'), largestSeed);
  const model = query.get('model');
  if (noise) state.noise.kind.value = noise.kind;
  if (level >= 0 && level <= 1) state.noise.level.value = level;
  if (seed !== null) state.noise.seed.value = seed;
  if (model) state.tuning.model.value = model;
  readInside(query.get('inside'), query.get('tab'), tabIds);
  return { digit: wholeNumber(query.get('digit'), largestSeed) };
}

function addressOfState(): string {
  const { kind, level, seed } = state.noise;
  const query = new URLSearchParams();
  if (kind.value !== 'none') {
    query.set('noise', kind.value);
    query.set('level', String(level.value));
    query.set('seed', String(seed.value));
  }
  query.set('model', state.tuning.model.value);
  if (state.explore.wasChosen.value) {
    query.set('inside', state.explore.model.value);
    query.set('tab', state.explore.tab.value);
  }
  keepModuleChoice(query);
  const digit = onlyTestDigit(state.pad.marks.value);
  if (digit && !digit.isSample) query.set('digit', String(digit.index));
  return `${location.pathname}?${query}${location.hash}`;
}

export function mirrorAddress(): void {
  let timer = 0;
  effect(() => {
    const address = addressOfState();
    clearTimeout(timer);
    timer = window.setTimeout(() => history.replaceState(null, '', address), writeDelayMilliseconds);
  });
}
