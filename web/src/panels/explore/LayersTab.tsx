import { wholeNumber } from '../numbers';
import type { TabProps } from './tabs';

const shapeText = (shape: number[]) => shape.join(' × ');

/** The model as a table: what each layer takes, gives and has to learn. */
export default function LayersTab({ summary }: TabProps) {
  return (
    <table class="layer-table">
      <thead>
        <tr>
          <th scope="col">layer</th>
          <th scope="col">activation</th>
          <th scope="col">input</th>
          <th scope="col">output</th>
          <th scope="col">parameters</th>
        </tr>
      </thead>
      <tbody>
        {summary.layers.map((layer, index) => (
          <tr key={index}>
            <th scope="row">{layer.type}</th>
            <td>{layer.activation}</td>
            <td>{shapeText(layer.inputShape)}</td>
            <td>{shapeText(layer.outputShape)}</td>
            <td>{wholeNumber(layer.parameters)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={4}>
            free numbers in all
          </th>
          <td>{wholeNumber(summary.parameters)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
