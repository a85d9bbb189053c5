// Chooses the theme to show. The script that runs before the first paint uses this file too.

export type Theme = 'light' | 'dark';

const storageKey = 'hourglass-theme';
export const systemDark = matchMedia('(prefers-color-scheme: dark)');

export function systemTheme(): Theme {
  return systemDark.matches ? 'dark' : 'light';
}

// The browser's settings may forbid storage; the visitor's choice then lasts only for this visit.
export function chosenTheme(): Theme | null {
  try {
    const stored = localStorage.getItem(storageKey);
    return stored === 'light' || stored === 'dark' ? stored : null;
  } catch {
    return null;
  }
}

export function rememberTheme(theme: Theme | null): void {
  try {
    if (theme) localStorage.setItem(storageKey, theme);
    else localStorage.removeItem(storageKey);
  } catch {
    return;
  }
}

export function showTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}
