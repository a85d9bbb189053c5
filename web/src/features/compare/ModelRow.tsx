import { useComputed } from '@preact/signals';
import type { ModelSummary } from '../../engine/protocol';
import { rich, t, translated } from '../../language/t';
import { closeModel, isPermanent, saveModel } from '../../state/models';
import { type ModelCard, originText, state } from '../../state/state';
import { isWorse } from '../../state/tuning';
import { Icon } from '../../ui/Icon';
import { errorText, wholeNumber } from '../../ui/numbers';
import { PixelImage } from '../../ui/PixelImage';
import { differenceText, inkText } from '../../ui/spoken/pictureText';
import { CodeStrip } from './CodeStrip';
import { Figures } from './Figures';
import { layerWidths, Silhouette } from './Silhouette';
import { Term } from './terms/Term';
import { terms } from './terms/terms';

interface RowProps {
  card: ModelCard;
  /** Terms are explained where they appear first. */
  isFirst: boolean;
}

function Name({ card, isFirst }: RowProps) {
  return (
    <div class="model-name">
      <h3>{isFirst ? <Term word={card.title} explanation={terms.pca} /> : card.title}</h3>
      {card.tuned.value && <span class="badge">{t`tuned`}</span>}
      <p class="model-id">{originText(card)}</p>
      {isWorse(card) && <p class="model-worse">{t`worse than before on test digits`}</p>}
    </div>
  );
}

function Shape({ summary }: { summary: ModelSummary | null }) {
  return (
    <div class="model-shape">
      {summary && <Silhouette summary={summary} />}
      <p class="model-layers">{summary ? layerWidths(summary).join(' · ') : t`loading`}</p>
    </div>
  );
}

/** The code as bars, and how many numbers it holds, plus the number of switches that bypass it. */
function Code({ card, isFirst }: RowProps) {
  const code = useComputed(() => card.result.value?.code ?? null);
  const summary = card.summary.value;
  const size = <strong>{summary ? wholeNumber(summary.code_size) : '–'}</strong>;
  return (
    <div class="model-code">
      {isFirst ? <Term word={t`code`} explanation={terms.code} /> : <span>{t`code`}</span>}
      <CodeStrip code={code} size={summary?.code_size ?? 1} />
      <p class="model-numbers" data-figure="numbers">
        {rich`${size} numbers`}
        {summary && summary.switches > 0 && <span>{t` + ${wholeNumber(summary.switches)} switches`}</span>}
      </p>
    </div>
  );
}

function Actions({ card }: { card: ModelCard }) {
  return (
    <div class="model-actions">
      <button
        type="button"
        class="icon-button"
        aria-label={t`About ${card.title}`}
        title={t`Recipe, loss curve and test results`}
        disabled={card.summary.value === null}
        onClick={() => (state.cardShown.value = card)}
      >
        <Icon name="about" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={t`Save ${card.title} as a file`}
        title={t`Save as .safetensors`}
        disabled={card.summary.value === null}
        onClick={() => void saveModel(card)}
      >
        <Icon name="save" />
      </button>
      {!isPermanent(card) && (
        <button
          type="button"
          class="icon-button"
          aria-label={t`Close ${card.title}`}
          title={t`Close`}
          onClick={() => void closeModel(card)}
        >
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}

export const rowId = (card: ModelCard) => `model-${card.id}`;

/** The two pictures of a model, with what they show in words. */
function Pictures({ card }: { card: ModelCard }) {
  const rebuilt = useComputed(() => card.result.value?.rebuilt ?? null);
  const difference = useComputed(() => card.result.value?.difference ?? null);
  const rebuiltText = useComputed(() => {
    const result = card.result.value;
    return result
      ? t`Rebuilt by ${card.title}, error ${errorText(result.meanSquaredError)}: ${inkText(result.rebuilt)}`
      : t`Rebuilt by ${card.title}`;
  });
  const differsText = useComputed(() => {
    const shown = difference.value ? `: ${differenceText(difference.value)}` : '';
    return t`Difference between ${card.title}'s picture and the clean digit` + shown;
  });
  return (
    <>
      <figure class="model-rebuilt">
        <PixelImage values={rebuilt} label={rebuiltText} />
        <figcaption>{t`rebuilt`}</figcaption>
      </figure>
      <figure class="model-difference">
        <PixelImage values={difference} colours="difference" label={differsText} />
        <figcaption>{t`what differs`}</figcaption>
      </figure>
    </>
  );
}

export function ModelRow({ card, isFirst }: RowProps) {
  return (
    <article id={rowId(card)} class="model" data-model={card.id} aria-label={card.title} tabIndex={-1}>
      <Name card={card} isFirst={isFirst} />
      <Shape summary={card.summary.value} />
      <Code card={card} isFirst={isFirst} />
      <Pictures card={card} />
      <Figures card={card} isFirst={isFirst} />
      <Actions card={card} />
      {card.error.value && <p class="model-problem">{translated(card.error.value)}</p>}
    </article>
  );
}
