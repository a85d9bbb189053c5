import { type ReadonlySignal, useComputed } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { t } from '../../language/t';
import { sandColour } from '../../theme/palette';
import { theme } from '../../theme/theme';
import { rangeText } from '../../ui/spoken/pictureText';
import { useDraw } from '../../ui/useDraw';

const height = 44;
/** The width of a bar and of the gap after it, in canvas pixels. Codes longer than `longestWithGaps` have no gaps. */
const barWidth = 8;
const barGap = 2;
const longestWithGaps = 64;

interface CodeStripProps {
  code: ReadonlySignal<Float32Array | null>;
  size: number;
}

function paintBars(canvas: HTMLCanvasElement, code: Float32Array | null, colour: string): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.clearRect(0, 0, canvas.width, canvas.height);
  if (!code) return;
  const high = code.reduce((largest, value) => Math.max(largest, value), 0);
  const low = code.reduce((smallest, value) => Math.min(smallest, value), 0);
  const scale = height / Math.max(high - low, Number.EPSILON);
  const step = canvas.width / code.length;
  const gap = code.length > longestWithGaps ? 0 : barGap;
  context.fillStyle = colour;
  code.forEach((value, index) => {
    const top = (high - Math.max(value, 0)) * scale;
    context.fillRect(index * step, top, step - gap, Math.abs(value) * scale);
  });
}

/** Draws the code as small bars around zero, scaled to the range of its numbers. */
export function CodeStrip({ code, size }: CodeStripProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useDraw(() => {
    if (canvas.current) paintBars(canvas.current, code.value, sandColour(theme.value));
  });
  const label = useComputed(() =>
    code.value ? t`The code: ${size} numbers ${rangeText(code.value)}` : t`The code: ${size} numbers`,
  );
  return (
    <canvas
      ref={canvas}
      class="code-strip"
      width={size > longestWithGaps ? size * 2 : size * barWidth}
      height={height}
      role="img"
      aria-label={label}
    />
  );
}
