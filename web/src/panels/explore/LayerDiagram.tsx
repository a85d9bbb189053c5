import type { ModelSummary } from '../../engine/protocol';
import { shapeText, wholeNumber } from '../numbers';
import { layerText, plainName } from './layerNames';

const height = 208;
const middle = 84;
const gap = 116;
const margin = 60;
/** Sides in the drawing of an image of 28, and of the smallest one. */
const largestSide = 92;
const largestExtent = 28;
const mostSheets = 8;
const sheetStep = 4;
const barWidth = 12;
const tallestBar = 150;
const widestLayer = 1024;

interface Stage {
  shape: number[];
  isCode: boolean;
}

function stagesOf(summary: ModelSummary): Stage[] {
  const first = summary.layers[0];
  if (!first) return [];
  return [
    { shape: first.inputShape, isCode: false },
    ...summary.layers.map((layer, index) => ({ shape: layer.outputShape, isCode: index === summary.codeLayer })),
  ];
}

/** Feature maps as a pile of sheets, flat layers as a bar, both in proportion. */
function StageShape({ stage, x }: { stage: Stage; x: number }) {
  const [channels = 1, rows = 1, columns = 1] = stage.shape;
  if (rows === 1 && columns === 1) {
    const length = Math.max(6, Math.sqrt(channels / widestLayer) * tallestBar);
    return <rect x={x - barWidth / 2} y={middle - length / 2} width={barWidth} height={length} rx={2} />;
  }
  const sheets = Math.min(channels, mostSheets);
  const side = Math.max(8, (rows / largestExtent) * largestSide);
  const spread = (sheets - 1) * sheetStep;
  return (
    <>
      {Array.from({ length: sheets }, (_, index) => (
        <rect
          key={index}
          x={x - (side + spread) / 2 + index * sheetStep}
          y={middle - (side + spread) / 2 + index * sheetStep}
          width={side}
          height={side}
          rx={1.5}
        />
      ))}
    </>
  );
}

const breaks = /(?<=[a-z]),? (?=\d)|(?<=transposed) /;

/** A picture of the layers with the shape of what passes between them. */
export function LayerDiagram({ summary }: { summary: ModelSummary }) {
  const stages = stagesOf(summary);
  const width = 2 * margin + (stages.length - 1) * gap;
  const at = (index: number) => margin + index * gap;
  return (
    <div class="diagram-frame" tabIndex={0} role="region" aria-label="Layer diagram">
      <svg class="diagram" viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={stages.map(({ shape }) => shapeText(shape)).join(', then ')}>
        {summary.layers.map((_, index) => (
          <path key={index} class="diagram-flow" d={`M${at(index)} ${middle}H${at(index + 1)}`} />
        ))}
        {stages.map((stage, index) => (
          <g key={index} class={stage.isCode ? 'diagram-code' : 'diagram-stage'}>
            <StageShape stage={stage} x={at(index)} />
            <text x={at(index)} y={176}>
              {shapeText(stage.shape)}
            </text>
            <text class="diagram-count" x={at(index)} y={194}>
              {index === 0 ? 'input' : stage.isCode ? 'code' : wholeNumber(stage.shape.reduce((a, b) => a * b, 1))}
            </text>
          </g>
        ))}
        {summary.layers.map((layer, index) => (
          <text key={index} class="diagram-layer" x={at(index) + gap / 2} y={middle - 8}>
            {layerText(layer)
              .split(breaks)
              .map((line, row, all) => (
                <tspan key={row} x={at(index) + gap / 2} dy={row === 0 ? -(all.length - 1) * 13 : 13}>
                  {line}
                </tspan>
              ))}
            <tspan class="diagram-activation" x={at(index) + gap / 2} dy={22}>
              {layer.activation === 'identity' ? '' : plainName(layer.activation)}
            </tspan>
          </text>
        ))}
      </svg>
    </div>
  );
}
