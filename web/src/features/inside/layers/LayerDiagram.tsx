import { codeLayer, type LayerSummary, type ModelSummary } from '../../../engine/protocol';
import { t } from '../../../language/t';
import { shapeText, wholeNumber } from '../../../ui/numbers';
import { layerText, plainName } from './layerNames';

const height = 208;
const middle = 84;
/** The distance between two shapes, with room for a layer's name. */
const gap = 100;
const margin = 44;
/** A wider network is drawn in two rows. */
const widestRow = 1000;
/** The side at which a feature map of `largestExtent` pixels or more is drawn. */
const largestSide = 92;
const largestExtent = 28;
const mostSheets = 8;
const sheetStep = 4;
const barWidth = 12;
const tallestBar = 150;
const widestLayer = 1024;
const lineHeight = 13;

interface Stage {
  shape: number[];
  isCode: boolean;
}

function stagesOf(summary: ModelSummary): Stage[] {
  const first = summary.layers[0];
  if (!first) return [];
  return [
    { shape: first.input_shape, isCode: false },
    ...summary.layers.map((layer, index) => ({ shape: layer.output_shape, isCode: index === codeLayer(summary) })),
  ];
}

const isFlat = ([, rows, columns]: number[]) => (rows ?? 1) === 1 && (columns ?? 1) === 1;

function sheetsOf([channels = 1, rows = 1]: number[]): { count: number; side: number; spread: number } {
  const count = Math.min(channels, mostSheets);
  const share = Math.min(1, rows / largestExtent);
  return { count, side: Math.max(8, share * largestSide), spread: (count - 1) * sheetStep };
}

function drawnWidth(shape: number[]): number {
  const { side, spread } = sheetsOf(shape);
  return isFlat(shape) ? barWidth : side + spread;
}

/** The x at which each stage starts. The text below a narrow stage extends into the gap. */
function positions(stages: readonly Stage[]): { starts: number[]; width: number } {
  let x = margin;
  const starts = stages.map(({ shape }) => {
    const start = x;
    x += drawnWidth(shape) + gap;
    return start;
  });
  return { starts, width: x - gap + margin };
}

/** Draws feature maps as a stack of sheets and a flat layer as a bar. Larger shapes are drawn larger, up to a limit. */
function StageShape({ shape, x }: { shape: number[]; x: number }) {
  if (isFlat(shape)) {
    const share = Math.min(1, (shape[0] ?? 1) / widestLayer);
    const length = Math.max(6, Math.sqrt(share) * tallestBar);
    return <rect x={x} y={middle - length / 2} width={barWidth} height={length} rx={2} />;
  }
  const { count, side, spread } = sheetsOf(shape);
  return (
    <>
      {Array.from({ length: count }, (_, index) => (
        <rect
          key={index}
          x={x + index * sheetStep}
          y={middle - (side + spread) / 2 + index * sheetStep}
          width={side}
          height={side}
          rx={1.5}
        />
      ))}
    </>
  );
}

function roleOf({ shape, isCode }: Stage): string {
  if (isCode) return t`code`;
  return isFlat(shape) ? '' : wholeNumber(shape.reduce((product, extent) => product * extent, 1));
}

/** Before numbers, and after an adjective. */
const breaks = /(?<=[a-z]),? (?=\d)|(?<=^[a-z]+) (?=\p{L})/u;

/** A layer's name, above the line that leads from one stage to the next. */
function LayerName({ layer, x }: { layer: LayerSummary; x: number }) {
  const lines = layerText(layer).split(breaks);
  return (
    <text class="diagram-layer" x={x} y={middle - 8}>
      {lines.map((line, row) => (
        <tspan key={row} x={x} dy={row === 0 ? -(lines.length - 1) * lineHeight : lineHeight}>
          {line}
        </tspan>
      ))}
      <tspan class="diagram-activation" x={x} dy={24}>
        {layer.activation === 'identity' ? '' : plainName(layer.activation)}
      </tspan>
    </text>
  );
}

interface Part {
  stages: readonly Stage[];
  /** The layers between the stages. */
  layers: readonly LayerSummary[];
}

/** The whole network, or, if that is too wide, its encoder and its decoder, which both show the code. */
function partsOf(stages: readonly Stage[], layers: readonly LayerSummary[]): Part[] {
  const code = stages.findIndex(({ isCode }) => isCode);
  if (positions(stages).width <= widestRow) return [{ stages, layers }];
  return [
    { stages: stages.slice(0, code + 1), layers: layers.slice(0, code) },
    { stages: stages.slice(code), layers: layers.slice(code) },
  ];
}

interface PartDrawingProps {
  part: Part;
  row: number;
  input: Stage | undefined;
  output: Stage | undefined;
}

function PartDrawing({ part: { stages, layers }, row, input, output }: PartDrawingProps) {
  const { starts } = positions(stages);
  const startOf = (index: number) => starts[index] ?? 0;
  const endOf = (index: number) => startOf(index) + drawnWidth(stages[index]?.shape ?? []);
  return (
    <g transform={`translate(0 ${row * height})`}>
      {layers.map((layer, index) => (
        <g key={index}>
          <path class="diagram-flow" d={`M${endOf(index)} ${middle}H${startOf(index + 1)}`} />
          <LayerName layer={layer} x={(endOf(index) + startOf(index + 1)) / 2} />
        </g>
      ))}
      {stages.map((stage, index) => {
        const centre = (startOf(index) + endOf(index)) / 2;
        return (
          <g key={index} class={stage.isCode ? 'diagram-code' : 'diagram-stage'}>
            <StageShape shape={stage.shape} x={startOf(index)} />
            <text x={centre} y={176}>
              {shapeText(stage.shape)}
            </text>
            <text class="diagram-count" x={centre} y={194}>
              {stage === input ? t`input` : stage === output ? t`output` : roleOf(stage)}
            </text>
          </g>
        );
      })}
    </g>
  );
}

/** A diagram of the layers, and of the shapes of the data between them. */
export function LayerDiagram({ summary }: { summary: ModelSummary }) {
  const stages = stagesOf(summary);
  const parts = partsOf(stages, summary.layers);
  const width = Math.max(...parts.map((part) => positions(part.stages).width));
  const total = parts.length * height;
  return (
    <div class="diagram-frame" tabIndex={0} role="region" aria-label={t`Layer diagram`}>
      <svg
        class="diagram"
        viewBox={`0 0 ${width} ${total}`}
        width={width}
        height={total}
        role="img"
        aria-label={stages.map(({ shape }) => shapeText(shape)).join(t`, then `)}
      >
        {parts.map((part, row) => (
          <PartDrawing key={row} part={part} row={row} input={stages[0]} output={stages.at(-1)} />
        ))}
      </svg>
    </div>
  );
}
