import { t } from '../language/t';

/** Keys and what they do, as the list of shortcuts shows them. Without Ctrl, they work only while the pad has focus. */
export interface Shortcut {
  keys: string;
  name: string;
}

/** Something that a visitor can do with keys, which may be `anyDigitKey`, and, in most cases, with a button. */
export interface Action extends Shortcut {
  /** What the button says, unless it says the name. */
  label?: string;
  /** Further keys, which the page does not show. */
  otherKeys?: readonly string[];
  /** `key` is the key that was pressed, if any. */
  run: (key?: string) => void;
  isPossible?: () => boolean;
}

export const anyDigitKey = '0–9';

export const worksAnywhere = ({ keys }: Shortcut): boolean => keys.startsWith('Ctrl+');

/** The keys as a keyboard in the page's language names them. */
export const keyNames = ({ keys }: Shortcut): string =>
  keys
    .split('+')
    .map((key) => t(key))
    .join('+');

export function labelOf({ name, label = name.replace(/^./, (letter) => letter.toUpperCase()) }: Action): string {
  return label;
}

/** Says when the keys of an action work, as in "P while the pad has focus". */
export function keysText(action: Action): string {
  const keys = keyNames(action);
  return worksAnywhere(action) ? keys : t`${keys} while the pad has focus`;
}
