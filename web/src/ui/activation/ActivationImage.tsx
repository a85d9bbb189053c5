import { type ReadonlySignal, useComputed } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { paintValues } from '../../theme/palette';
import { theme } from '../../theme/theme';
import { largestMagnitude } from '../Picture';
import { useDraw } from '../useDraw';
import './activationImage.css';

/** Feature maps, or the numbers of a flat layer, in an almost square grid, with a gap between maps. */
interface Tiling {
  tiles: number;
  height: number;
  width: number;
  columns: number;
  gap: number;
}

function tilingOf([channels = 1, height = 1, width = 1]: readonly number[]): Tiling {
  return { tiles: channels, height, width, columns: Math.ceil(Math.sqrt(channels)), gap: height > 1 ? 1 : 0 };
}

function sizeOf({ tiles, height, width, columns, gap }: Tiling): { width: number; height: number } {
  const rows = Math.ceil(tiles / columns);
  return { width: columns * (width + gap) - gap, height: rows * (height + gap) - gap };
}

/** Where a number of the layer lies in the picture. */
function placeOf(index: number, { height, width, columns, gap }: Tiling): { x: number; y: number } {
  const tile = Math.floor(index / (height * width));
  const inTile = index % (height * width);
  return {
    x: (tile % columns) * (width + gap) + (inTile % width),
    y: Math.floor(tile / columns) * (height + gap) + Math.floor(inTile / width),
  };
}

/** Lays the values out as one picture. Between the maps and after the last there is NaN, which is not painted. */
function layOut(values: Float32Array, tiling: Tiling): Float32Array {
  const size = sizeOf(tiling);
  const picture = new Float32Array(size.width * size.height).fill(NaN);
  values.forEach((value, index) => {
    const { x, y } = placeOf(index, tiling);
    picture[y * size.width + x] = value;
  });
  return picture;
}

/** The number of the layer that is painted under the pointer, or null if none is. */
function indexUnder(event: PointerEvent, tiling: Tiling): number | null {
  const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
  const size = sizeOf(tiling);
  const x = Math.floor(((event.clientX - box.left) / box.width) * size.width);
  const y = Math.floor(((event.clientY - box.top) / box.height) * size.height);
  const [stepX, stepY] = [tiling.width + tiling.gap, tiling.height + tiling.gap];
  const tile = Math.floor(y / stepY) * tiling.columns + Math.floor(x / stepX);
  if (tile >= tiling.tiles || x % stepX >= tiling.width || y % stepY >= tiling.height) return null;
  return tile * tiling.height * tiling.width + (y % stepY) * tiling.width + (x % stepX);
}

interface ActivationImageProps {
  values: ReadonlySignal<Float32Array | null>;
  /** Channels, height and width. */
  shape: readonly number[];
  label: string;
  /** The number that is marked. */
  marked?: number | undefined;
  /** Called with the number under a pointer that moves over the picture. */
  point?: ((index: number) => void) | undefined;
}

/** Shows what a layer computes as a picture in its own shape, coloured around zero and scaled to its largest size. */
export function ActivationImage({ values, shape, label, marked, point }: ActivationImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const tiling = tilingOf(shape);
  const { width, height } = sizeOf(tiling);
  const picture = useComputed(() => (values.value ? layOut(values.value, tiling) : null));
  useDraw(() => {
    const { value } = values;
    if (!canvas.current) return;
    const full = value ? largestMagnitude(value) : 1;
    paintValues(canvas.current, picture.value, theme.value, 'difference', full);
  });
  const onPoint = (event: PointerEvent) => {
    const index = point ? indexUnder(event, tiling) : null;
    if (index !== null) point?.(index);
  };
  const mark = marked === undefined ? null : placeOf(marked, tiling);
  return (
    <div class="activation" style={{ aspectRatio: `${width} / ${height}`, '--columns': width, '--rows': height }}>
      <canvas
        ref={canvas}
        class="pixels"
        width={width}
        height={height}
        role="img"
        aria-label={label}
        onPointerMove={onPoint}
        onPointerDown={onPoint}
      />
      {mark && <span class="activation-mark" style={{ '--x': mark.x, '--y': mark.y }} />}
    </div>
  );
}
