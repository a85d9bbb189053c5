import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { latestOnly } from '../../../engine/latest';
import { failed } from '../../../engine/protocol';
import { insideEngine } from '../../../state/insideEngine';
import { showError } from '../../../state/messages';
import { type Column, NetworkGraph } from './NetworkGraph';

const toyId = 'toy-6-3-6';
const toyInputs = [1, 0, 0.5, 0, 1, 0.25];
const toyCode = 3;

/** Returns the toy network's inputs, which can be changed, and the code and outputs that it computes from them. */
function useToy() {
  const input = useSignal(Float32Array.from(toyInputs));
  const code = useSignal<Float32Array | null>(null);
  const output = useSignal<Float32Array | null>(null);
  useEffect(() => {
    const pass = latestOnly(async () => {
      const second = await insideEngine();
      if (failed(second)) return showError(second.error);
      const passed = await second.value.passThroughToy(input.peek());
      if (failed(passed)) return showError(passed.error);
      code.value = passed.value.code;
      output.value = passed.value.output;
    });
    return input.subscribe(pass);
  }, []);
  return { input, code, output };
}

/** A network small enough to show in full, whose inputs the visitor can change. */
export function Toy() {
  const { input, code, output } = useToy();
  const columns = useMemo(
    (): Column[] => [
      { label: 'input', shown: toyInputs.length, all: toyInputs.length, colours: 'ink', values: input },
      { label: 'code', shown: toyCode, all: toyCode, colours: 'ink', values: code },
      { label: 'output', shown: toyInputs.length, all: toyInputs.length, colours: 'ink', values: output },
    ],
    [],
  );
  const change = (index: number, value: number) => {
    input.value = input.value.with(index, value);
  };
  return (
    <details class="toy">
      <summary>A network small enough to show in full: {toyId}</summary>
      <p class="inside-caption">
        This network has six inputs, a code of three numbers and six outputs, and every node and connection is drawn.
        Its weights are random, so it has learned nothing: move the inputs and see how the values spread.
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
            aria-label={`Input ${index + 1}`}
            onInput={(event) => change(index, event.currentTarget.valueAsNumber)}
          />
        ))}
      </div>
      <NetworkGraph columns={columns} />
    </details>
  );
}
