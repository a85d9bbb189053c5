// Colours of pictures. Ink is coloured on a scale from paper to pen; differences, on one from teal (missing
// ink) through the paper's colour to orange (extra ink). Both scales have one table per theme, computed once.

import type { Theme } from './themeChoice';

export type Colours = 'ink' | 'difference';
type Rgb = readonly [number, number, number];

interface ThemeColours {
  paper: Rgb;
  pen: Rgb;
  missing: Rgb;
  surplus: Rgb;
}

const themes: Record<Theme, ThemeColours> = {
  light: { paper: [255, 255, 255], pen: [16, 34, 38], missing: [0, 124, 122], surplus: [206, 104, 0] },
  dark: { paper: [9, 16, 18], pen: [247, 241, 228], missing: [64, 214, 204], surplus: [255, 176, 60] },
};

const tableSize = 256;
const tables = new Map<string, Uint32Array>();

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const blend = (a: number, b: number) => Math.round(a + (b - a) * share);
  return [blend(from[0], to[0]), blend(from[1], to[1]), blend(from[2], to[2])];
}

// Packs a colour in the byte order that ImageData has on little-endian machines, on which browsers run.
function pack([red, green, blue]: Rgb): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

function colourAt(theme: ThemeColours, colours: Colours, position: number): Rgb {
  if (colours === 'ink') return mix(theme.paper, theme.pen, position);
  const signed = position * 2 - 1;
  return mix(theme.paper, signed < 0 ? theme.missing : theme.surplus, Math.abs(signed));
}

function tableOf(theme: Theme, colours: Colours): Uint32Array {
  const key = `${theme}/${colours}`;
  let table = tables.get(key);
  if (!table) {
    table = Uint32Array.from({ length: tableSize }, (_, index) =>
      pack(colourAt(themes[theme], colours, index / (tableSize - 1))),
    );
    tables.set(key, table);
  }
  return table;
}

/** The colour of one value, in CSS: from 0 to 1 for ink, from −1 to 1 for differences. */
export function colourOf(theme: Theme, colours: Colours, value: number): string {
  const position = Math.max(0, Math.min(1, colours === 'ink' ? value : (value + 1) / 2));
  return `rgb(${colourAt(themes[theme], colours, position).join(' ')})`;
}

/** The colour in which a network's code is drawn: the code is like the sand in the neck of an hourglass. */
export function sandColour(theme: Theme): string {
  return `rgb(${themes[theme].surplus.join(' ')})`;
}

export function penColour(theme: Theme): string {
  return `rgb(${themes[theme].pen.join(' ')})`;
}

/** The ink, from 0 to 1, that `paintValues` paints in this colour in the light theme, or null if it paints none so. */
export function inkOfColour(packed: number): number | null {
  const entry = tableOf('light', 'ink').indexOf(packed);
  return entry < 0 ? null : entry / (tableSize - 1);
}

/** Paints values (0 to `full` for ink, −full to full for differences), row by row, one canvas pixel each. */
export function paintValues(
  canvas: HTMLCanvasElement,
  values: ArrayLike<number> | null,
  theme: Theme,
  colours: Colours,
  full = 1,
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const image = context.createImageData(canvas.width, canvas.height);
  const packed = new Uint32Array(image.data.buffer);
  const table = tableOf(theme, colours);
  for (let index = 0; index < packed.length; index++) {
    const value = (values?.[index] ?? 0) / full;
    const position = colours === 'ink' ? value : (value + 1) / 2;
    const entry = Math.max(0, Math.min(tableSize - 1, Math.round(position * (tableSize - 1))));
    packed[index] = table[entry] ?? 0;
  }
  context.putImageData(image, 0, 0);
}
