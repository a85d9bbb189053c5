import { type ReadonlySignal, useComputed } from '@preact/signals';
import { ask, type Engine } from '../../../engine/client';
import { failed, type LayerSummary, type ModelSummary, type Outcome } from '../../../engine/protocol';
import { t } from '../../../language/t';
import { state } from '../../../state/state';
import { ActivationImage } from '../../../ui/activation/ActivationImage';
import { shapeText } from '../../../ui/numbers';
import { Problem } from '../Answered';
import type { TabProps } from '../tabs';
import { type Answer, answered } from '../useAnswer';
import { useLiveAnswer } from '../useLiveAnswer';
import { layerText, plainName } from './layerNames';

/** In the core, an activation is a layer of its own, which follows the one that it belongs to. */
const lastPart = ({ index, activation }: LayerSummary) => (activation === 'identity' ? index : index + 1);

async function outputsOf(
  engine: Engine,
  id: string,
  { layers }: ModelSummary,
  pixels: Float32Array,
): Promise<Outcome<Float32Array[]>> {
  const outputs: Float32Array[] = [];
  for (const layer of layers) {
    const output = await ask(engine, id, 'layerOutput', pixels, lastPart(layer));
    if (failed(output)) return output;
    outputs.push(output.value.pixels);
  }
  return { value: outputs };
}

interface LayerOutputProps {
  layer: LayerSummary;
  index: number;
  outputs: ReadonlySignal<Answer<Float32Array[]>>;
}

function LayerOutput({ layer, index, outputs }: LayerOutputProps) {
  const values = useComputed(() => answered(outputs.value)?.[index] ?? null);
  const name = layerText(layer);
  const shape = shapeText(layer.output_shape);
  return (
    <figure>
      <ActivationImage values={values} shape={layer.output_shape} label={t`Output of layer ${name}: ${shape}`} />
      <figcaption>
        <strong>{name}</strong>
        <span>
          {layer.activation === 'identity' ? '' : `${plainName(layer.activation)}: `}
          {shape}
        </span>
      </figcaption>
    </figure>
  );
}

/** Shows what each layer computes from the drawing: one picture for each feature map, one square for each unit. */
export function LayerOutputs({ card, summary }: TabProps) {
  const answer = useLiveAnswer(
    card,
    () => state.noisy.value,
    (engine, id, pixels) => outputsOf(engine, id, summary, pixels),
  );
  return (
    <section class="inside-stack" aria-label={t`What each layer makes of your digit`}>
      <div>
        <h3>{t`What each layer makes of your digit`}</h3>
        <p class="inside-caption">
          {t`A convolution gives maps, which are pictures themselves; a dense layer gives numbers, each a square. Orange is above zero, teal below. All of them follow your pen.`}
        </p>
      </div>
      <Problem of={answer.value} />
      <div class="layer-outputs">
        {summary.layers.map((layer, index) => (
          <LayerOutput key={index} layer={layer} index={index} outputs={answer} />
        ))}
      </div>
    </section>
  );
}
