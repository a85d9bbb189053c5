import { useComputed } from '@preact/signals';
import { t } from '../../language/t';
import { type ModelCard, shownModels } from '../../state/state';
import { errorText } from '../../ui/numbers';
import { PixelImage } from '../../ui/PixelImage';
import { ErrorBar } from './ErrorBar';
import { rowId } from './ModelRow';
import './modelStrip.css';

function Tile({ card }: { card: ModelCard }) {
  const rebuilt = useComputed(() => card.result.value?.rebuilt ?? null);
  const error = card.result.value?.meanSquaredError;
  return (
    <button
      type="button"
      class="tile"
      data-tile={card.id}
      title={t`More about ${card.title}`}
      onClick={() => document.getElementById(rowId(card))?.focus()}
    >
      <PixelImage values={rebuilt} label={t`Rebuilt by ${card.title}`} />
      <ErrorBar card={card} />
      <span class="tile-name" aria-hidden="true">
        {card.title}
      </span>
      <span class="tile-error">
        <span class="visually-hidden">{t`error`} </span>
        {error === undefined ? '–' : errorText(error)}
      </span>
    </button>
  );
}

/** Shows the rebuilt pictures next to the pad where the cards do not fit in the window; each leads to its card. */
export function ModelStrip() {
  return (
    <section class="strip" aria-label={t`Rebuilt pictures`}>
      {shownModels.value.map((card) => (
        <Tile key={card.id} card={card} />
      ))}
    </section>
  );
}
