import { toggleTheme } from '../../theme/theme';
import type { Action } from '../../ui/action';

export const modelFileId = 'model-file';

export const openModel: Action = {
  name: 'open a model',
  label: 'Open a .safetensors model',
  keys: 'O',
  run: () => document.getElementById(modelFileId)?.click(),
};

export const switchTheme: Action = { name: 'light or dark theme', keys: 'T', run: toggleTheme };
