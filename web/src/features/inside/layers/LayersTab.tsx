import { takesDigits } from '../../../engine/imageSize';
import { codeLayer, type ModelSummary } from '../../../engine/protocol';
import { t } from '../../../language/t';
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
    <div class="table-frame" tabIndex={0} role="region" aria-label={t`Layer table`}>
      <table class="layer-table">
        <thead>
          <tr>
            {[t`layer`, t`activation`, t`input`, t`output`, t`weights`, t`biases`, t`parameters`].map((name) => (
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
                ? t`total parameters: the mean and the components, shared by encoder and decoder`
                : t`total parameters`}
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
        {t`Shapes are channels × height × width.`}{' '}
        {summary.switches > 0
          ? t`The code, in orange, is ${codeText(summary)}: the switches record where each maximum was before pooling, and the decoder gets all of them.`
          : t`The code, in orange, is ${codeText(summary)}.`}
      </p>
      {takesDigits(summary) && <LayerOutputs card={card} summary={summary} />}
      <h3>{t`Sizes and parameters`}</h3>
      <LayerTable summary={summary} />
      <section class="computations" aria-label={t`How is this computed?`}>
        <h3>{t`How is this computed?`}</h3>
        {typesOf(summary).map((type) => (
          <Computation key={type} type={type} />
        ))}
      </section>
    </div>
  );
}
