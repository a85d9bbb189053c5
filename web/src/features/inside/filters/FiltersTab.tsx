import { useState } from 'preact/hooks';
import { ask } from '../../../engine/client';
import { takesDigits } from '../../../engine/imageSize';
import { codeLayer, failed, type ModelSummary } from '../../../engine/protocol';
import { t } from '../../../language/t';
import { Answered } from '../Answered';
import type { TabProps } from '../tabs';
import { useAnswer } from '../useAnswer';
import { WeightImages } from '../WeightImages';
import './filters.css';

/** Whether the filters belong to code units that can be zero, and so differ in how often digits activate them. */
function canRest(summary: ModelSummary): boolean {
  return takesDigits(summary) && codeLayer(summary) === 0 && summary.layers[0]?.activation === 'relu';
}

/** Whether the filters belong to a dense layer before other layers, which share its work. */
function looksLikeNoise(summary: ModelSummary): boolean {
  return codeLayer(summary) > 0 && summary.layers[0]?.type === 'dense';
}

/** The code units, starting with the one that is active most often; null if that does not apply or is not known yet. */
function useActivityOrder({ card, summary }: TabProps): readonly number[] | null {
  const statistics = useAnswer(card, (engine, id) => ask(engine, id, 'unitStatistics'));
  if (!canRest(summary) || !statistics || failed(statistics)) return null;
  const { activeShare } = statistics.value;
  const units = Array.from(activeShare, (_, unit) => unit);
  return units.sort((a, b) => (activeShare[b] ?? 0) - (activeShare[a] ?? 0));
}

function FirstLayer({ summary }: Pick<TabProps, 'summary'>) {
  return (
    <div>
      <h3>{t`What the first layer looks for`}</h3>
      <p class="inside-caption">
        {summary.layers[0]?.type === 'conv2d'
          ? t`These are the kernels of the first convolution; each slides over the whole picture.`
          : t`Each picture shows the weights of one unit: ink on orange raises its value, ink on teal lowers it.`}{' '}
        {t`Each picture has its own colour scale.`}
      </p>
      {looksLikeNoise(summary) && (
        <p class="inside-caption" data-why-noise>
          {t`Most of these look like noise, and that is no fault. No unit here has to stand for a stroke by itself: the next layers combine many of them. Nothing in training asks for smooth pictures either, and pixels that are blank in every digit keep their random first weights. Choose Sparse or Simple to see strokes.`}
        </p>
      )}
    </div>
  );
}

/** Shows the pictures that a single-layer decoder adds up. */
function Dictionary({ card, order }: Pick<TabProps, 'card'> & { order: readonly number[] | null }) {
  const atoms = useAnswer(card, (engine, id) => ask(engine, id, 'atoms'));
  return (
    <>
      <div>
        <h3>{t`What each unit of the code adds to the picture`}</h3>
        <p class="inside-caption">{t`Each is multiplied by its unit's value; the decoder adds them all up.`}</p>
      </div>
      <Answered answer={atoms} doing={t`Reading the weights`}>
        {(stack) => <WeightImages stack={stack} name={t`Code unit`} order={order} />}
      </Answered>
    </>
  );
}

/** Shows the weights of the first layer as pictures, and those of the decoder if it is a single layer. */
export default function FiltersTab({ card, summary }: TabProps) {
  const [byActivity, setByActivity] = useState(true);
  const filters = useAnswer(card, (engine, id) => ask(engine, id, 'filters'));
  const activity = useActivityOrder({ card, summary });
  const order = byActivity ? activity : null;
  const decoder = summary.layers.slice(codeLayer(summary) + 1).filter((layer) => layer.parameters > 0);
  const isSingle = decoder.length === 1 && decoder[0]?.type === 'dense';
  return (
    <div class="inside-stack">
      <FirstLayer summary={summary} />
      {canRest(summary) && (
        <label class="check">
          <input
            type="checkbox"
            checked={byActivity}
            onChange={(event) => setByActivity(event.currentTarget.checked)}
          />
          {t`Most active units first (over 2,000 test digits)`}
        </label>
      )}
      <Answered answer={filters} doing={t`Reading the weights`}>
        {(stack) => <WeightImages stack={stack} name={t`Filter`} order={order} />}
      </Answered>
      {isSingle ? (
        <Dictionary card={card} order={order} />
      ) : (
        <p class="inside-caption">
          {t`The decoder has ${decoder.length} layers with weights, so what one code unit adds to the picture depends on the other units.`}{' '}
          {summary.decodes_alone && t`The view "Network" shows it for your digit.`}
        </p>
      )}
    </div>
  );
}
