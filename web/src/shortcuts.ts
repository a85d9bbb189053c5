// Keyboard shortcuts. Undo and redo work on the whole page. Keys without Ctrl work only while the pad has
// focus; otherwise dictation or a stray key press could wipe the drawing.

import { clearPad, redo, undo } from './features/draw/ink';
import { randomDigit, randomDigitOf } from './features/draw/testDigits';
import { keepDrawing } from './state/drawings';
import { rerollNoise } from './state/noise';
import { state } from './state/state';
import { toggleTheme } from './theme/theme';

export interface Shortcut {
  keys: string;
  action: string;
}

export const pageShortcuts: readonly Shortcut[] = [
  { keys: 'Ctrl+Z', action: 'undo' },
  { keys: 'Ctrl+Shift+Z', action: 'redo' },
];

export const padShortcuts: readonly Shortcut[] = [
  { keys: 'P', action: 'pen' },
  { keys: 'E', action: 'eraser' },
  { keys: 'C', action: 'clear the pad' },
  { keys: 'D', action: 'random test digit' },
  { keys: '0–9', action: 'test digit showing that number' },
  { keys: 'K', action: 'keep this drawing' },
  { keys: 'N', action: 'new noise' },
  { keys: 'O', action: 'open a model' },
  { keys: 'T', action: 'light or dark theme' },
];

const letters: Record<string, () => void> = {
  p: () => (state.pad.tool.value = 'pen'),
  e: () => (state.pad.tool.value = 'eraser'),
  c: clearPad,
  d: () => void randomDigit(),
  k: () => void keepDrawing(),
  n: rerollNoise,
  o: () => document.getElementById('open-model')?.click(),
  t: toggleTheme,
};

const fields = 'select, textarea, input[type="text"], input[type="number"]';

/** The key as a Latin letter or a digit; on layouts with other letters, the Latin letter at the key's position. */
function plainKey({ key, code }: KeyboardEvent): string {
  if (/^[a-z\d]$/i.test(key)) return key.toLowerCase();
  const isLetter = /^\p{L}$/u.test(key);
  return (isLetter && /^(?:Key|Digit)(.)$/.exec(code)?.[1]?.toLowerCase()) || '';
}

function pageAction(event: KeyboardEvent): (() => void) | undefined {
  const key = plainKey(event);
  if (key === 'z') return event.shiftKey ? redo : undo;
  return key === 'y' ? redo : undefined;
}

function padAction(event: KeyboardEvent): (() => void) | undefined {
  if (event.repeat) return undefined;
  const key = plainKey(event);
  return /^\d$/.test(key) ? () => void randomDigitOf(Number(key)) : letters[key];
}

function actionOf(event: KeyboardEvent, target: Element): (() => void) | undefined {
  if (event.altKey || target.matches(fields) || document.querySelector('dialog[open]')) return undefined;
  if (event.ctrlKey || event.metaKey) return pageAction(event);
  return target.matches('.pad-canvas') ? padAction(event) : undefined;
}

export function listenForShortcuts(): void {
  window.addEventListener('keydown', (event) => {
    const action = event.target instanceof Element ? actionOf(event, event.target) : undefined;
    if (!action) return;
    event.preventDefault();
    action();
  });
}
