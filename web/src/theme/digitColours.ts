// One colour per digit. Most colour-blind people can tell them apart: they are the ten-colour cycle of
// M. A. Petroff, "Accessible Color Sequences for Data Visualization", 2021, darkened or lightened
// where a colour would fade into the page. The digit itself is always written as well.

import type { Theme } from './themeChoice';

export const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

const colours: Record<Theme, readonly string[]> = {
  light: ['#2f78c4', '#b97600', '#bd1f01', '#748280', '#832db6', '#a96b59', '#dd5f00', '#8e8542', '#5a5f6c', '#1f8f92'],
  dark: ['#5aa5ea', '#ffbc42', '#f0604a', '#a9b7b5', '#c083e8', '#cf9280', '#ff8b3d', '#cdc285', '#9aa0ae', '#92dadd'],
};

export function digitColour(digit: number, theme: Theme): string {
  return colours[theme][digit] ?? 'currentcolor';
}
