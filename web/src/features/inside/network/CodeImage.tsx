import { type ReadonlySignal, useComputed } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { paintValues } from '../../../theme/palette';
import { theme } from '../../../theme/theme';
import { largestMagnitude } from '../../../ui/Picture';
import { useDraw } from '../../../ui/useDraw';

interface Tiling {
  tiles: number;
  height: number;
  width: number;
  columns: number;
}

/** Arranges feature maps, or the numbers of a flat code, in an almost square grid. */
function tilingOf([channels = 1, height = 1, width = 1]: readonly number[]): Tiling {
  const columns = Math.ceil(Math.sqrt(channels));
  return { tiles: channels, height, width, columns };
}

/** Lays the values out as one picture. Between the maps and after the last there is NaN, which is not painted. */
function layOut(code: Float32Array, { tiles, height, width, columns }: Tiling): Float32Array {
  const gap = height > 1 ? 1 : 0;
  const [stepX, stepY] = [width + gap, height + gap];
  const rows = Math.ceil(tiles / columns);
  const pictureWidth = columns * stepX - gap;
  const picture = new Float32Array(pictureWidth * (rows * stepY - gap)).fill(NaN);
  code.forEach((value, index) => {
    const tile = Math.floor(index / (height * width));
    const [row, column] = [Math.floor((index % (height * width)) / width), index % width];
    const y = Math.floor(tile / columns) * stepY + row;
    const x = (tile % columns) * stepX + column;
    picture[y * pictureWidth + x] = value;
  });
  return picture;
}

interface CodeImageProps {
  code: ReadonlySignal<Float32Array | null>;
  /** Channels, height and width. */
  shape: readonly number[];
  label: string;
}

/** Shows a code as a picture in its own shape, coloured around zero and scaled to its largest magnitude. */
export function CodeImage({ code, shape, label }: CodeImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const tiling = tilingOf(shape);
  const gap = tiling.height > 1 ? 1 : 0;
  const width = tiling.columns * (tiling.width + gap) - gap;
  const height = Math.ceil(tiling.tiles / tiling.columns) * (tiling.height + gap) - gap;
  const picture = useComputed(() => (code.value ? layOut(code.value, tiling) : null));
  useDraw(() => {
    const { value } = code;
    if (!canvas.current) return;
    const full = value ? largestMagnitude(value) : 1;
    paintValues(canvas.current, picture.value, theme.value, 'difference', full);
  });
  return (
    <canvas
      ref={canvas}
      class="pixels code-image"
      width={width}
      height={height}
      style={{ aspectRatio: `${width} / ${height}` }}
      role="img"
      aria-label={label}
    />
  );
}
