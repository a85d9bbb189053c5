// Light or dark theme: the page follows the system until the visitor chooses one, which is remembered.

import { effect, signal } from '@preact/signals';
import { chosenTheme, rememberTheme, showTheme, systemDark, systemTheme, type Theme } from './themeChoice';

export const theme = signal<Theme>('light');

/** Colours the browser's own bars like the page. */
function colourBars(): void {
  const paper = getComputedStyle(document.body).backgroundColor;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) meta.content = paper;
}

export function startTheme(): void {
  theme.value = chosenTheme() ?? systemTheme();
  systemDark.addEventListener('change', () => {
    if (!chosenTheme()) theme.value = systemTheme();
  });
  effect(() => {
    showTheme(theme.value);
    colourBars();
  });
}

export function toggleTheme(): void {
  theme.value = theme.value === 'dark' ? 'light' : 'dark';
  rememberTheme(theme.value === systemTheme() ? null : theme.value);
}
