import type { ReadonlySignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../../../language/t';
import { colourOf } from '../../../theme/palette';
import { theme } from '../../../theme/theme';
import { token } from '../../../ui/plotStyle';
import { useDraw } from '../../../ui/useDraw';

const width = 720;
const height = 420;
const margin = 26;
const radius = 14;
const widestLine = 8;

export interface Column {
  label: string;
  count: number;
  values: ReadonlySignal<Float32Array | null>;
}

/** The weight between two nodes, one of a column and one of the next. */
export type Weight = (column: number, start: number, end: number) => number;

function place(column: number, columns: number, index: number, count: number): [x: number, y: number] {
  const x = margin + (column * (width - 2 * margin)) / (columns - 1);
  const spacing = (height - 2 * margin) / Math.max(count, 1);
  return [x, margin + spacing * (index + 0.5)];
}

/** Draws a line for each weight: orange if it is positive, teal if negative, and the larger the wider. */
function drawWeights(canvas: HTMLCanvasElement, counts: readonly number[], weight: Weight): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.clearRect(0, 0, width, height);
  for (let column = 0; column + 1 < counts.length; column++) {
    const [from = 0, to = 0] = [counts[column], counts[column + 1]];
    for (let start = 0; start < from; start++) {
      for (let end = 0; end < to; end++) {
        const value = weight(column, start, end);
        context.strokeStyle = colourOf(theme.value, 'difference', Math.sign(value));
        context.lineWidth = widestLine * Math.abs(value);
        context.beginPath();
        context.moveTo(...place(column, counts.length, start, from));
        context.lineTo(...place(column + 1, counts.length, end, to));
        context.stroke();
      }
    }
  }
}

function drawNodes(canvas: HTMLCanvasElement, columns: readonly Column[]): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.clearRect(0, 0, width, height);
  context.strokeStyle = token('--line-strong');
  columns.forEach(({ count, values }, column) => {
    for (let index = 0; index < count; index++) {
      const [x, y] = place(column, columns.length, index, count);
      context.fillStyle = colourOf(theme.value, 'ink', values.value?.[index] ?? 0);
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    }
  });
}

interface NetworkGraphProps {
  columns: readonly Column[];
  weight: Weight;
}

/** Draws layers as columns of nodes, coloured by value, and the weights as lines, on a canvas of their own. */
export function NetworkGraph({ columns, weight }: NetworkGraphProps) {
  const lines = useRef<HTMLCanvasElement>(null);
  const nodes = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const counts = columns.map(({ count }) => count);
    if (lines.current) drawWeights(lines.current, counts, weight);
  }, [theme.value, columns, weight]);
  useDraw(() => {
    if (nodes.current) drawNodes(nodes.current, columns);
  });
  return (
    <figure class="graph">
      <div class="graph-layers">
        <canvas ref={lines} width={width} height={height} aria-hidden="true" />
        <canvas
          ref={nodes}
          width={width}
          height={height}
          role="img"
          aria-label={columns.map(({ label, count }) => t`${label}: ${count} nodes`).join('; ')}
        />
      </div>
      <figcaption>
        {columns.map(({ label, count }) => (
          <span key={label}>
            <strong>{label}</strong> {count}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
