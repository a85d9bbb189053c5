import type { ReadonlySignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { imageSide } from '../engine/protocol';
import { type Colours, paintValues } from '../theme/palette';
import { theme } from '../theme/theme';
import { useDraw } from './useDraw';

interface PixelImageProps {
  values: ReadonlySignal<Float32Array | null>;
  colours?: Colours;
  label: string | ReadonlySignal<string>;
}

/** A 28×28 picture with one canvas pixel per network pixel; it is enlarged without smoothing. */
export function PixelImage({ values, colours = 'ink', label }: PixelImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useDraw(() => {
    if (canvas.current) paintValues(canvas.current, values.value, theme.value, colours);
  });
  return <canvas ref={canvas} class="pixels" width={imageSide} height={imageSide} role="img" aria-label={label} />;
}
