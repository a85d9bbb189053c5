// Sentences the visitor must see. An error stays until dismissed; a note leaves by itself.

import { state, type Message } from './state';

const noteMilliseconds = 5000;
const mostAtOnce = 4;
let nextId = 1;

function post(kind: Message['kind'], text: string): number {
  const others = state.messages.value.filter((message) => message.text !== text);
  const id = nextId++;
  state.messages.value = [...others, { id, kind, text }].slice(-mostAtOnce);
  return id;
}

export function tellError(text: string): void {
  post('error', text);
}

export function tellNote(text: string): void {
  const id = post('note', text);
  setTimeout(() => dismiss(id), noteMilliseconds);
}

/** Why something failed, as part of a sentence. */
export function reasonText(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}

export function dismiss(id: number): void {
  state.messages.value = state.messages.value.filter((message) => message.id !== id);
}
