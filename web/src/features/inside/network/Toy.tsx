import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { ask, type Engine } from '../../../engine/client';
import { latestOnly } from '../../../engine/latest';
import { failed } from '../../../engine/protocol';
import { t } from '../../../language/t';
import { insideEngine } from '../../../state/insideEngine';
import { showError } from '../../../state/messages';
import { type Column, NetworkGraph, type Weight } from './NetworkGraph';

const toyId = 'toy-6-3-6';
const toyInputs = [1, 0, 0.5, 0, 1, 0.25];
const toyCode = 3;

const noWeight: Weight = () => 0;

/** Both layers have one row of six weights per unit of the code: from the inputs, and to the outputs. */
async function weightsOf(engine: Engine): Promise<Weight> {
  const layers = await Promise.all([ask(engine, toyId, 'filters'), ask(engine, toyId, 'atoms')]);
  const at = (layer: number, unit: number, node: number) => {
    const answer = layers[layer];
    return answer && !failed(answer) ? (answer.value.pixels[unit * toyInputs.length + node] ?? 0) : 0;
  };
  return (column, start, end) => (column === 0 ? at(0, end, start) : at(1, start, end));
}

/** Returns the toy network's inputs, which can be changed, what it computes from them, and its weights. */
function useToy() {
  const input = useSignal(Float32Array.from(toyInputs));
  const code = useSignal<Float32Array | null>(null);
  const output = useSignal<Float32Array | null>(null);
  const weight = useSignal(noWeight);
  useEffect(() => {
    const pass = latestOnly(async () => {
      const second = await insideEngine();
      if (failed(second)) return showError(second.error);
      const passed = await second.value.passThroughToy(input.peek());
      if (failed(passed)) return showError(passed.error);
      code.value = passed.value.code;
      output.value = passed.value.output;
      if (weight.peek() === noWeight) weight.value = await weightsOf(second.value);
    });
    return input.subscribe(pass);
  }, []);
  return { input, code, output, weight };
}

/** A network small enough to show in full, whose inputs the visitor can change. */
export function Toy() {
  const { input, code, output, weight } = useToy();
  const columns = useMemo(
    (): Column[] => [
      { label: t`input`, count: toyInputs.length, values: input },
      { label: t`code`, count: toyCode, values: code },
      { label: t`output`, count: toyInputs.length, values: output },
    ],
    [],
  );
  const change = (index: number, value: number) => {
    input.value = input.value.with(index, value);
  };
  return (
    <details class="toy">
      <summary>{t`A network small enough to show in full: ${toyId}`}</summary>
      <p class="inside-caption">
        {t`This network has six inputs, a code of three numbers and six outputs. Every weight is a line: orange ones are positive, teal ones negative, and the wider the line, the larger the weight. The weights are random, so the network has learned nothing: move the inputs and see how the values spread.`}
      </p>
      <div class="toy-inputs">
        {toyInputs.map((_, index) => (
          <input
            key={index}
            type="range"
            min="0"
            max="1"
            step="0.05"
            value={input.value[index]}
            aria-label={t`Input ${index + 1}`}
            onInput={(event) => change(index, event.currentTarget.valueAsNumber)}
          />
        ))}
      </div>
      <NetworkGraph columns={columns} weight={weight.value} />
    </details>
  );
}
