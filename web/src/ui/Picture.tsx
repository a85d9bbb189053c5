import { effect } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { imageSide } from '../engine/protocol';
import { type Colours, paintValues } from '../theme/palette';
import { theme } from '../theme/theme';

interface PictureProps {
  values: Float32Array;
  width?: number;
  height?: number;
  colours?: Colours;
  /** The value that is drawn as full ink. */
  full?: number;
  label: string;
}

/** A picture of any size whose values come as a prop; those of a PixelImage come as a signal. */
export function Picture({
  values,
  width = imageSide,
  height = imageSide,
  colours = 'ink',
  full = 1,
  label,
}: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(
    () =>
      effect(() => {
        if (canvas.current) paintValues(canvas.current, values, theme.value, colours, full);
      }),
    [values, colours, full],
  );
  return (
    <canvas
      ref={canvas}
      class="pixels"
      width={width}
      height={height}
      style={{ aspectRatio: `${width} / ${height}` }}
      role="img"
      aria-label={label}
    />
  );
}

/** Returns the largest magnitude, by which pictures of unbounded numbers are scaled. */
export function largestMagnitude(values: Float32Array): number {
  return values.reduce((largest, value) => Math.max(largest, Math.abs(value)), Number.MIN_VALUE);
}
