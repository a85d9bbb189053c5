import { takesDigits } from '../../../engine/imageSize';
import { codeLayer, type ModelSummary } from '../../../engine/protocol';
import { codeText, shapeText, wholeNumber } from '../../../ui/numbers';
import type { TabProps } from '../tabs';
import { Computation } from './Computation';
import { LayerDiagram } from './LayerDiagram';
import { LayerOutputs } from './LayerOutputs';
import { layerText, plainName } from './layerNames';
import './layers.css';

const shapeOrNone = (shape: number[] | undefined) => (shape ? shapeText(shape) : '–');

function LayerTable({ summary }: Pick<TabProps, 'summary'>) {
  return (
    <div class="table-frame" tabIndex={0} role="region" aria-label="Layer table">
      <table class="layer-table">
        <thead>
          <tr>
            {['layer', 'activation', 'input', 'output', 'weights', 'biases', 'parameters'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {summary.layers.map((layer, index) => (
            <tr key={index} data-code={index === codeLayer(summary)}>
              <th scope="row">{layerText(layer)}</th>
              <td>{plainName(layer.activation)}</td>
              <td>{shapeText(layer.input_shape)}</td>
              <td>{shapeText(layer.output_shape)}</td>
              <td>{shapeOrNone(layer.weight_shape)}</td>
              <td>{shapeOrNone(layer.bias_shape)}</td>
              <td>{wholeNumber(layer.parameters)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={6}>
              {summary.fit === 'pca'
                ? 'total parameters: the mean and the components, shared by encoder and decoder'
                : 'total parameters'}
            </th>
            <td>{wholeNumber(summary.parameters)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

const typesOf = ({ layers }: ModelSummary) => [
  ...new Set(layers.flatMap(({ type, activation }) => [type, activation])),
];

/** Shows what every layer is, makes of the drawing and computes, from the input to the output. */
export default function LayersTab({ card, summary }: TabProps) {
  return (
    <div class="inside-stack">
      <LayerDiagram summary={summary} />
      <p class="inside-caption">
        Shapes are channels × height × width. The code, in orange, is {codeText(summary)}
        {summary.switches > 0
          ? ': the switches record where each maximum was before pooling, and the decoder gets all of them.'
          : '.'}
      </p>
      {takesDigits(summary) && <LayerOutputs card={card} summary={summary} />}
      <h3>Sizes and parameters</h3>
      <LayerTable summary={summary} />
      <section class="computations" aria-label="How is this computed?">
        <h3>How is this computed?</h3>
        {typesOf(summary).map((type) => (
          <Computation key={type} type={type} />
        ))}
      </section>
    </div>
  );
}
