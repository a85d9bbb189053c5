import type { ModelSummary } from '../engine/protocol';

const width = 120;
const height = 36;
const neckWidth = 2.5;

const sizeOf = (shape: number[]) => shape.reduce((product, side) => product * side, 1);

/** The widths a picture passes through: the input and every layer's output. */
export function layerWidths(summary: ModelSummary): number[] {
  const first = summary.layers[0];
  const outputs = summary.layers
    .filter((layer) => layer.parameters > 0)
    .map((layer) => sizeOf(layer.outputShape));
  return first ? [sizeOf(first.inputShape), ...outputs] : [];
}

/** A model's layers as the outline of an hourglass, areas in proportion to the numbers passed on. */
export function Silhouette({ summary }: { summary: ModelSummary }) {
  const widths = layerWidths(summary);
  const widest = Math.max(...widths, 1);
  const points = widths.map((size, index) => ({
    x: (index / Math.max(1, widths.length - 1)) * width,
    half: (Math.sqrt(size / widest) * height) / 2,
  }));
  const top = points.map((point) => `${point.x},${height / 2 - point.half}`);
  const bottom = points.map((point) => `${point.x},${height / 2 + point.half}`).reverse();
  const neck = points[widths.lastIndexOf(summary.codeSize, widths.length - 2)];
  return (
    <svg class="silhouette" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      <polygon class="silhouette-glass" points={[...top, ...bottom].join(' ')} />
      {neck && (
        <rect
          class="silhouette-neck"
          x={neck.x - neckWidth / 2}
          y={height / 2 - neck.half}
          width={neckWidth}
          height={2 * neck.half}
        />
      )}
    </svg>
  );
}
