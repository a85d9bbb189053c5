import { type ReadonlySignal, useComputed, useSignal } from '@preact/signals';
import { ask, type Engine } from '../../../engine/client';
import { codeLayer, failed, type Outcome } from '../../../engine/protocol';
import { state } from '../../../state/state';
import { codeText, errorText, shapeText, wholeNumber } from '../../../ui/numbers';
import { PixelImage } from '../../../ui/PixelImage';
import type { TabProps } from '../tabs';
import { answered } from '../useAnswer';
import { useLiveAnswer } from '../useLiveAnswer';
import { CodeImage } from './CodeImage';
import { withoutUnits } from './effects';
import { Toy } from './Toy';
import { UnitEffects } from './UnitEffects';
import './network.css';

interface Output {
  rebuilt: Float32Array;
  meanSquaredError: number;
}

async function decodeAndCompare(
  engine: Engine,
  id: string,
  { code, clean }: { code: Float32Array; clean: Float32Array },
): Promise<Outcome<Output>> {
  const decoded = await ask(engine, id, 'decode', code);
  if (failed(decoded)) return decoded;
  const compared = await ask(engine, id, 'compare', decoded.value, clean);
  return failed(compared)
    ? compared
    : { value: { rebuilt: decoded.value, meanSquaredError: compared.value.meanSquaredError } };
}

/** The model's output for the drawing, decoded without the units that are switched off. */
function useOutput({ card }: TabProps, off: ReadonlySignal<ReadonlySet<number>>): ReadonlySignal<Output | null> {
  const switched = useLiveAnswer(
    card,
    () => {
      const [code, clean] = [card.result.value?.code, state.seen.value];
      return off.value.size > 0 && code && clean ? { code: withoutUnits(code, off.value), clean } : null;
    },
    decodeAndCompare,
  );
  return useComputed(() => (off.value.size > 0 ? answered(switched.value) : card.result.value));
}

/** Shows where the switches of the last pooling layer put the numbers of the code. */
function Switches({ card, summary }: TabProps) {
  const answer = useLiveAnswer(
    card,
    () => state.noisy.value,
    (engine, id, pixels) => ask(engine, id, 'unpooledCode', pixels),
  );
  const maps = useComputed(() => answered(answer.value)?.pixels ?? null);
  const shape = summary.layers[codeLayer(summary) + 1]?.output_shape ?? summary.code_shape;
  return (
    <div class="switches">
      <figure>
        <CodeImage code={maps} shape={shape} label={`The code placed by its switches: ${shapeText(shape)}`} />
        <figcaption>with switches: {shapeText(shape)}</figcaption>
      </figure>
      <p class="inside-caption">
        The code alone is not enough here: {wholeNumber(summary.switches)} switches, one for each maximum, tell the
        decoder where in its window that maximum was. The picture shows the code placed by the last switches.
      </p>
    </div>
  );
}

function Live({ card, summary }: TabProps) {
  const off = useSignal<ReadonlySet<number>>(new Set());
  const code = useComputed(() => card.result.value?.code ?? null);
  const output = useOutput({ card, summary }, off);
  const rebuilt = useComputed(() => output.value?.rebuilt ?? null);
  return (
    <>
      <div class="trio network-pictures">
        <figure>
          <PixelImage values={state.noisy} label="Input" />
          <figcaption>input: 784 pixels</figcaption>
        </figure>
        <figure class="network-code">
          <CodeImage code={code} shape={summary.code_shape} label={`The code as a picture: ${codeText(summary)}`} />
          <figcaption>code: {codeText(summary)}</figcaption>
        </figure>
        <figure>
          <PixelImage values={rebuilt} label="Reconstruction" />
          <figcaption>
            output{off.value.size > 0 && ` without ${off.value.size} of them`}: error{' '}
            <strong data-figure="output-mse">{output.value ? errorText(output.value.meanSquaredError) : '–'}</strong>
          </figcaption>
        </figure>
      </div>
      <p class="inside-caption">
        The code has the shape in which the decoder gets it: teal numbers are below zero, orange ones above, and the
        largest has the strongest colour. It follows your pen.
      </p>
      {summary.decodes_alone ? (
        <UnitEffects card={card} code={code} off={off} />
      ) : (
        <Switches card={card} summary={summary} />
      )}
    </>
  );
}

/** Shows the input, code and output for the current drawing, and what each number of the code does. */
export default function NetworkTab({ card, summary }: TabProps) {
  return (
    <div class="inside-stack">
      <Live card={card} summary={summary} />
      <Toy />
    </div>
  );
}
