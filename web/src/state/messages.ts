// Messages to the visitor. An error, or a note about a restriction, stays until dismissed. Other notes disappear
// by themselves; those that offer an action stay longer.

import { t, translated } from '../language/t';
import { type Message, state } from './state';

const noteMilliseconds = 5000;
const offerMilliseconds = 20_000;
const mostAtOnce = 4;
let nextId = 1;

function post(message: Omit<Message, 'id'>): number {
  const others = state.messages.value.filter(({ text, offer }) => offer || text !== message.text);
  const id = nextId++;
  state.messages.value = [...others, { id, ...message }].slice(-mostAtOnce);
  return id;
}

export function showError(text: string): void {
  post({ kind: 'error', text: translated(text) });
}

export function showNote(text: string): void {
  const id = post({ kind: 'note', text });
  setTimeout(() => dismiss(id), noteMilliseconds);
}

/** Shows a note that stays until dismissed. */
export function showRestriction(text: string): void {
  post({ kind: 'note', text });
}

export function showOffer(text: string, label: string, accept: () => void): void {
  const id = post({ kind: 'note', text, offer: { label, accept } });
  setTimeout(() => dismiss(id), offerMilliseconds);
}

export function showUndoable(text: string, undo: () => void): void {
  showOffer(text, t`Undo`, undo);
}

/** Returns the reason why something failed, to be used in a sentence. */
export function reasonText(reason: unknown): string {
  return translated(reason instanceof Error ? reason.message : String(reason));
}

export function dismiss(id: number): void {
  state.messages.value = state.messages.value.filter((message) => message.id !== id);
}
