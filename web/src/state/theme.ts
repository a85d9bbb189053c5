// Light or dark theme: the page follows the system until the visitor chooses one, which is remembered.

import { effect } from '@preact/signals';
import { state } from './state';
import { chosenTheme, rememberTheme, showTheme, systemDark, systemTheme } from './themeChoice';

export function startTheme(): void {
  state.theme.value = chosenTheme() ?? systemTheme();
  systemDark.addEventListener('change', () => {
    if (!chosenTheme()) state.theme.value = systemTheme();
  });
  effect(() => showTheme(state.theme.value));
}

export function toggleTheme(): void {
  const theme = state.theme.value === 'dark' ? 'light' : 'dark';
  state.theme.value = theme;
  rememberTheme(theme === systemTheme() ? null : theme);
}
