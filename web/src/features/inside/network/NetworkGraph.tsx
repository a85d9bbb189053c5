import type { ReadonlySignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { type Colours, colourOf } from '../../../theme/palette';
import { theme } from '../../../theme/theme';
import { largestMagnitude } from '../../../ui/Picture';
import { token } from '../../../ui/plotStyle';
import { useDraw } from '../../../ui/useDraw';

const width = 720;
const height = 420;
const margin = 26;
const largestRadius = 12;
/** The opacity of an edge if there are at most `fewEdges` of them; with more edges, each is fainter. */
const edgeOpacity = 0.7;
const fewEdges = 60;

export interface Column {
  label: string;
  /** How many nodes are drawn, and how many the layer has. */
  shown: number;
  all: number;
  colours: Colours;
  values: ReadonlySignal<Float32Array | null>;
}

function place(column: number, columns: number, index: number, count: number): [x: number, y: number] {
  const x = margin + (column * (width - 2 * margin)) / (columns - 1);
  const spacing = (height - 2 * margin) / Math.max(count, 1);
  return [x, margin + spacing * (index + 0.5)];
}

function radiusOf(count: number): number {
  return Math.min(largestRadius, (0.42 * (height - 2 * margin)) / count);
}

function drawEdges(canvas: HTMLCanvasElement, counts: readonly number[]): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.clearRect(0, 0, width, height);
  context.strokeStyle = token('--line-strong');
  context.lineWidth = 0.5;
  const edges = counts.reduce((sum, count, column) => sum + count * (counts[column + 1] ?? 0), 0);
  context.globalAlpha = edgeOpacity / Math.max(1, Math.sqrt(edges / fewEdges));
  context.beginPath();
  for (let column = 0; column + 1 < counts.length; column++) {
    const [from = 0, to = 0] = [counts[column], counts[column + 1]];
    for (let start = 0; start < from; start++) {
      for (let end = 0; end < to; end++) {
        context.moveTo(...place(column, counts.length, start, from));
        context.lineTo(...place(column + 1, counts.length, end, to));
      }
    }
  }
  context.stroke();
  context.globalAlpha = 1;
}

function drawNodes(canvas: HTMLCanvasElement, columns: readonly Column[]): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.clearRect(0, 0, width, height);
  context.strokeStyle = token('--line-strong');
  context.lineWidth = 1;
  columns.forEach(({ shown, colours, values }, column) => {
    const numbers = values.value;
    const full = numbers && colours === 'difference' ? largestMagnitude(numbers) : 1;
    for (let index = 0; index < shown; index++) {
      const [x, y] = place(column, columns.length, index, shown);
      context.fillStyle = colourOf(theme.value, colours, (numbers?.[index] ?? 0) / full);
      context.beginPath();
      context.arc(x, y, radiusOf(shown), 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    }
  });
}

function countText({ shown, all }: Column): string {
  return shown === all ? `${all}` : `${shown} of ${all}`;
}

/** Draws layers as columns of nodes, coloured by value. The edges rarely change, so they have their own canvas. */
export function NetworkGraph({ columns }: { columns: readonly Column[] }) {
  const edges = useRef<HTMLCanvasElement>(null);
  const nodes = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (edges.current)
      drawEdges(
        edges.current,
        columns.map((column) => column.shown),
      );
  }, [theme.value, columns]);
  useDraw(() => {
    if (nodes.current) drawNodes(nodes.current, columns);
  });
  return (
    <figure class="graph">
      <div class="graph-layers">
        <canvas ref={edges} width={width} height={height} aria-hidden="true" />
        <canvas
          ref={nodes}
          width={width}
          height={height}
          role="img"
          aria-label={columns.map((column) => `${column.label}: ${countText(column)} nodes`).join('; ')}
        />
      </div>
      <figcaption>
        {columns.map((column) => (
          <span key={column.label}>
            <strong>{column.label}</strong> {countText(column)}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
