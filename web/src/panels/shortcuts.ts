// What the keyboard can do. Keys act only outside of form fields, where letters mean something else.

import { clearPad, redo, undo } from '../pad/ink';
import { keepDrawing } from '../state/drawings';
import { randomDigit } from '../state/gallery';
import { rerollNoise } from '../state/noise';
import { state } from '../state/state';
import { toggleTheme } from '../state/theme';

interface Shortcut {
  keys: string;
  action: string;
}

export const shortcuts: readonly Shortcut[] = [
  { keys: 'Ctrl+Z', action: 'undo' },
  { keys: 'Ctrl+Shift+Z', action: 'redo' },
  { keys: 'P', action: 'pen' },
  { keys: 'E', action: 'eraser' },
  { keys: 'C', action: 'clear the pad' },
  { keys: 'D', action: 'a random test digit' },
  { keys: 'K', action: 'keep this drawing' },
  { keys: 'N', action: 'roll the noise again' },
  { keys: 'O', action: 'open a model' },
  { keys: 'T', action: 'light or dark' },
];

const plainKeys: Record<string, () => void> = {
  p: () => (state.pad.tool.value = 'pen'),
  e: () => (state.pad.tool.value = 'eraser'),
  c: clearPad,
  d: () => void randomDigit(),
  k: () => void keepDrawing(),
  n: rerollNoise,
  o: () => document.getElementById('open-model')?.click(),
  t: toggleTheme,
};

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('select, textarea, input[type="text"], input[type="number"]');
}

function actionOf(event: KeyboardEvent): (() => void) | undefined {
  const key = event.key.toLowerCase();
  if (event.altKey) return undefined;
  if (event.ctrlKey || event.metaKey) {
    if (key === 'z') return event.shiftKey ? redo : undo;
    return key === 'y' ? redo : undefined;
  }
  return event.repeat ? undefined : plainKeys[key];
}

export function listenForShortcuts(): void {
  window.addEventListener('keydown', (event) => {
    if (isTyping(event.target)) return;
    const action = actionOf(event);
    if (!action) return;
    event.preventDefault();
    action();
  });
}
