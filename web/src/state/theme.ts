// Light or dark: the system's choice until the visitor makes another, which is remembered.

import { effect } from '@preact/signals';
import { state, type Theme } from './state';

const storageKey = 'hourglass-theme';
const systemDark = matchMedia('(prefers-color-scheme: dark)');

function systemTheme(): Theme {
  return systemDark.matches ? 'dark' : 'light';
}

// Storage can be forbidden by the browser's settings; the choice then lasts for this visit.
function remembered(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

function remember(theme: Theme | null): void {
  try {
    if (theme) localStorage.setItem(storageKey, theme);
    else localStorage.removeItem(storageKey);
  } catch {
    return;
  }
}

export function startTheme(): void {
  const stored = remembered();
  state.theme.value = stored === 'light' || stored === 'dark' ? stored : systemTheme();
  systemDark.addEventListener('change', () => {
    if (!remembered()) state.theme.value = systemTheme();
  });
  effect(() => {
    document.documentElement.dataset.theme = state.theme.value;
  });
}

export function toggleTheme(): void {
  const theme = state.theme.value === 'dark' ? 'light' : 'dark';
  state.theme.value = theme;
  remember(theme === systemTheme() ? null : theme);
}
