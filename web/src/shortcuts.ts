// Keyboard shortcuts. Undo and redo work on the whole page. Keys without Ctrl work only while the pad has
// focus; otherwise dictation or a stray key press could wipe the drawing.

import { actions } from './actions';
import { type Action, anyDigitKey } from './ui/action';

const fields = 'select, textarea, input[type="text"], input[type="number"]';

/** The key as a Latin letter or a digit; on layouts with other letters, the Latin letter at the key's position. */
function plainKey({ key, code }: KeyboardEvent): string {
  if (/^[a-z\d]$/i.test(key)) return key.toUpperCase();
  const isLetter = /^\p{L}$/u.test(key);
  return (isLetter && /^(?:Key|Digit)(.)$/.exec(code)?.[1]) || '';
}

function hasKeys({ keys, otherKeys = [] }: Action, pressed: string): boolean {
  return keys === pressed || otherKeys.includes(pressed) || (keys === anyDigitKey && /^\d$/.test(pressed));
}

/** The keys in the spelling of the actions, or null if they are meant for something else, such as a field. */
function keysOf(event: KeyboardEvent, target: Element): string | null {
  if (event.altKey || target.matches(fields) || document.querySelector('dialog[open]')) return null;
  const key = plainKey(event);
  if (event.ctrlKey || event.metaKey) return `Ctrl+${event.shiftKey ? 'Shift+' : ''}${key}`;
  return target.matches('.pad canvas') && !event.repeat ? key : null;
}

export function listenForShortcuts(): void {
  window.addEventListener('keydown', (event) => {
    const pressed = event.target instanceof Element ? keysOf(event, event.target) : null;
    const action = pressed ? actions.find((one) => hasKeys(one, pressed)) : undefined;
    if (!action || !pressed) return;
    event.preventDefault();
    if (action.isPossible?.() !== false) action.run(pressed);
  });
}
