import { type Language, rememberLanguage } from '../../language/languageChoice';
import { t } from '../../language/t';
import { writeAddress } from '../../state/address';
import { toggleTheme } from '../../theme/theme';
import type { Action } from '../../ui/action';

export const modelFileId = 'model-file';

export const openModel: Action = {
  name: t`open a model`,
  label: t`Open a .safetensors model`,
  keys: 'O',
  run: () => document.getElementById(modelFileId)?.click(),
};

/** Shows the page in another language. A reload keeps the drawing, the models and the view. */
export function switchLanguage(language: Language): void {
  rememberLanguage(language);
  writeAddress();
  location.reload();
}

export const switchTheme: Action = { name: t`light or dark theme`, keys: 'T', run: toggleTheme };
