import { codeLayer, type ModelSummary } from '../../engine/protocol';

const width = 120;
const height = 36;
const neckWidth = 2.5;

const sizeOf = (shape: number[]) => shape.reduce((product, side) => product * side, 1);

/** The sizes of the input and of each layer's output, for layers that have parameters or change the size. */
function stages(summary: ModelSummary): { size: number; isCode: boolean }[] {
  const first = summary.layers[0];
  if (!first) return [];
  const outputs = summary.layers.map((layer, index) => ({
    size: sizeOf(layer.output_shape),
    isCode: index === codeLayer(summary),
    changes: layer.parameters > 0 || sizeOf(layer.output_shape) !== sizeOf(layer.input_shape),
  }));
  return [{ size: sizeOf(first.input_shape), isCode: false }, ...outputs.filter((stage) => stage.changes)];
}

export function layerWidths(summary: ModelSummary): number[] {
  return stages(summary).map((stage) => stage.size);
}

/** Draws a model as an hourglass outline whose height at each layer is proportional to the root of the layer's size. */
export function Silhouette({ summary }: { summary: ModelSummary }) {
  const passed = stages(summary);
  const widest = Math.max(...passed.map((stage) => stage.size), 1);
  const points = passed.map(({ size }, index) => ({
    x: (index / Math.max(1, passed.length - 1)) * width,
    half: (Math.sqrt(size / widest) * height) / 2,
  }));
  const top = points.map((point) => `${point.x},${height / 2 - point.half}`);
  const bottom = points.map((point) => `${point.x},${height / 2 + point.half}`).reverse();
  const neck = points[passed.findIndex((stage) => stage.isCode)];
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
