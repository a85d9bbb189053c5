import { type ReadonlySignal, type Signal, useComputed, useSignal } from '@preact/signals';
import { ask, type Engine } from '../../../engine/client';
import { codeLayer, failed, type Outcome } from '../../../engine/protocol';
import { rich, t } from '../../../language/t';
import { state } from '../../../state/state';
import { ActivationImage } from '../../../ui/activation/ActivationImage';
import { codeText, errorText, shapeText, wholeNumber } from '../../../ui/numbers';
import { largestMagnitude, Picture } from '../../../ui/Picture';
import { PixelImage } from '../../../ui/PixelImage';
import type { TabProps } from '../tabs';
import { answered } from '../useAnswer';
import { useLiveAnswer } from '../useLiveAnswer';
import { DisturbedWeights } from './DisturbedWeights';
import { effectOf, strongestUnit, withoutUnits } from './effects';
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
    (engine, id, pixels) => ask(engine, id, 'layerOutput', pixels, summary.encoder_layers),
  );
  const maps = useComputed(() => answered(answer.value)?.pixels ?? null);
  const shape = summary.layers[codeLayer(summary) + 1]?.output_shape ?? summary.code_shape;
  return (
    <div class="switches">
      <figure>
        <ActivationImage values={maps} shape={shape} label={t`The code placed by its switches: ${shapeText(shape)}`} />
        <figcaption>{t`with switches: ${shapeText(shape)}`}</figcaption>
      </figure>
      <p class="inside-caption">
        {t`The code alone is not enough here: ${wholeNumber(summary.switches)} switches, one for each maximum, tell the decoder where in its window that maximum was. The picture shows the code placed by the last switches.`}
      </p>
    </div>
  );
}

interface PicturesProps extends TabProps {
  code: ReadonlySignal<Float32Array | null>;
  off: ReadonlySignal<ReadonlySet<number>>;
  pointed: Signal<number | null>;
}

/** What the number that the visitor points at draws, or else the strongest number. */
function usePointed({ card, summary, code, pointed }: PicturesProps) {
  const unit = useComputed(
    () => pointed.value ?? (code.value && summary.decodes_alone ? strongestUnit(code.value) : null),
  );
  const answer = useLiveAnswer(
    card,
    () => (code.value && unit.value !== null ? { code: code.value, unit: unit.value } : null),
    (engine, id, asked) => effectOf(engine, id, asked.code, asked.unit),
  );
  return { unit, effect: useComputed(() => answered(answer.value)) };
}

function Pictures(props: PicturesProps) {
  const { summary, code, off, pointed } = props;
  const output = useOutput(props, off);
  const rebuilt = useComputed(() => output.value?.rebuilt ?? null);
  const { unit, effect } = usePointed(props);
  const number = unit.value !== null && <strong data-figure="pointed">{unit.value + 1}</strong>;
  const error = (
    <strong data-figure="output-mse">{output.value ? errorText(output.value.meanSquaredError) : '–'}</strong>
  );
  return (
    <div class="trio network-pictures">
      <figure>
        <PixelImage values={state.noisy} label={t`Input`} />
        <figcaption>{t`input: 784 pixels`}</figcaption>
      </figure>
      <figure class="network-code">
        <ActivationImage
          values={code}
          shape={summary.code_shape}
          label={t`The code as a picture: ${codeText(summary)}`}
          marked={unit.value ?? undefined}
          point={summary.decodes_alone ? (index) => (pointed.value = index) : undefined}
        />
        <figcaption>{t`code: ${codeText(summary)}`}</figcaption>
      </figure>
      {unit.value !== null && effect.value && (
        <figure class="network-pointed">
          <Picture
            values={effect.value.difference}
            colours="difference"
            full={largestMagnitude(effect.value.difference)}
            label={t`What number ${unit.value + 1} draws`}
          />
          <figcaption>{rich`what number ${number} draws`}</figcaption>
        </figure>
      )}
      <figure>
        <PixelImage values={rebuilt} label={t`Reconstruction`} />
        <figcaption>
          {off.value.size > 0
            ? rich`output without ${off.value.size} of them: error ${error}`
            : rich`output: error ${error}`}
        </figcaption>
      </figure>
    </div>
  );
}

function Live({ card, summary }: TabProps) {
  const off = useSignal<ReadonlySet<number>>(new Set());
  const pointed = useSignal<number | null>(null);
  const code = useComputed(() => card.result.value?.code ?? null);
  return (
    <>
      <Pictures card={card} summary={summary} code={code} off={off} pointed={pointed} />
      <p class="inside-caption">
        {t`The code has the shape in which the decoder gets it: teal numbers are below zero, orange ones above, and the largest has the strongest colour.`}{' '}
        {summary.decodes_alone && t`Point at a number, here or below, to see what it draws.`}
      </p>
      {summary.decodes_alone ? (
        <UnitEffects card={card} code={code} off={off} point={(unit) => (pointed.value = unit)} />
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
      <DisturbedWeights card={card} />
      <Toy />
    </div>
  );
}
