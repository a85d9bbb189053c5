// A picture of the comparison: the digit, what each shown model makes of it, its error, and the page's address.
// It is light whatever the theme, because it is to be seen elsewhere.

import { imageSide } from '../../engine/protocol';
import { t } from '../../language/t';
import { noiseKinds } from '../../state/noise';
import { shownModels, state } from '../../state/state';
import { paintValues } from '../../theme/palette';
import { errorText, fixed, wholeNumber } from '../../ui/numbers';

const scale = 2;
const margin = 40;
const tileSide = 168;
const columnGap = 24;
const rowGap = 28;
const mostColumns = 5;
const headHeight = 68;
const textHeight = 66;
const footHeight = 34;

const colours = { paper: '#ffffff', ink: '#102226', muted: '#52666a', line: '#d8e0df', glass: '#00706e' };
const typeface = 'Archivo, system-ui, sans-serif';

interface Tile {
  title: string;
  values: Float32Array;
  lines: string[];
  isClosest: boolean;
}

function inputTiles(): Tile[] {
  const { seen, noisy, noise } = state;
  const isNoisy = noise.kind.value !== 'none';
  const pixels = t`${imageSide} × ${imageSide} pixels`;
  const kind = noiseKinds.find((one) => one.kind === noise.kind.value);
  const strength = `${kind?.label}, ${fixed(noise.level.value, 2)}`;
  return [
    ...(seen.value ? [{ title: t`The digit`, values: seen.value, lines: [pixels], isClosest: false }] : []),
    ...(isNoisy && noisy.value
      ? [{ title: t`With noise`, values: noisy.value, lines: [strength], isClosest: false }]
      : []),
  ];
}

function modelTiles(): Tile[] {
  const results = shownModels.value.flatMap((card) => {
    const [result, summary] = [card.result.value, card.summary.value];
    return result && summary ? [{ card, result, summary }] : [];
  });
  const lowest = Math.min(...results.map(({ result }) => result.meanSquaredError));
  return results.map(({ card, result, summary }) => ({
    title: card.title,
    values: result.rebuilt,
    lines: [t`from ${wholeNumber(summary.code_size)} numbers`, t`error ${errorText(result.meanSquaredError)}`],
    isClosest: result.meanSquaredError === lowest,
  }));
}

function write(context: CanvasRenderingContext2D, text: string, font: string, colour: string, x: number, y: number) {
  context.font = `${font} ${typeface}`;
  context.fillStyle = colour;
  context.fillText(text, x, y, tileSide);
}

function paintTile(context: CanvasRenderingContext2D, { title, values, lines, isClosest }: Tile, x: number, y: number) {
  const pixels = document.createElement('canvas');
  pixels.width = imageSide;
  pixels.height = imageSide;
  paintValues(pixels, values, 'light', 'ink');
  context.drawImage(pixels, x, y, tileSide, tileSide);
  context.strokeStyle = colours.line;
  context.strokeRect(x - 0.5, y - 0.5, tileSide + 1, tileSide + 1);
  write(context, title, '600 15px', colours.ink, x, y + tileSide + 24);
  lines.forEach((line, index) => {
    const isError = isClosest && index === lines.length - 1;
    const [font, colour] = isError ? ['600 14px', colours.glass] : ['400 14px', colours.muted];
    write(context, isError ? t`lowest ${line}` : line, font, colour, x, y + tileSide + 44 + 19 * index);
  });
}

function paintCaptions(context: CanvasRenderingContext2D, width: number, height: number): void {
  context.font = `660 26px ${typeface}`;
  context.fillStyle = colours.ink;
  context.fillText('Hourglass', margin, margin + 22);
  context.font = `400 14px ${typeface}`;
  context.fillStyle = colours.muted;
  context.fillText(t`error: mean squared error per pixel; 0 is a perfect copy`, margin, height - margin + 6);
  context.textAlign = 'right';
  context.fillText(t`One digit, compressed to a few numbers and rebuilt`, width - margin, margin + 22);
  context.fillStyle = colours.glass;
  context.fillText(`${location.host}${location.pathname}`, width - margin, height - margin + 6);
  context.textAlign = 'left';
}

/** Paints the comparison as it is now, and gives the canvas the size that this needs. */
export function paintComparison(canvas: HTMLCanvasElement): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const tiles = [...inputTiles(), ...modelTiles()];
  const columns = Math.min(mostColumns, tiles.length);
  const rows = Math.ceil(tiles.length / columns);
  const width = 2 * margin + columns * (tileSide + columnGap) - columnGap;
  const height = margin + headHeight + rows * (tileSide + textHeight + rowGap) - rowGap + footHeight + margin;
  canvas.width = scale * width;
  canvas.height = scale * height;
  context.scale(scale, scale);
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, width, height);
  context.imageSmoothingEnabled = false;
  paintCaptions(context, width, height);
  tiles.forEach((tile, index) => {
    const [column, row] = [index % columns, Math.floor(index / columns)];
    const top = margin + headHeight - 20 + row * (tileSide + textHeight + rowGap);
    paintTile(context, tile, margin + column * (tileSide + columnGap), top);
  });
}
