import { computed } from '@preact/signals';
import { shownModels, state } from '../../state/state';
import { ModelRow } from './ModelRow';
import { MoreModels } from './MoreModels';
import './models.css';

/** The model with the lowest error on the current picture. */
const closest = computed(() => {
  let best: { id: string; error: number } | null = null;
  for (const card of shownModels.value) {
    const error = card.result.value?.meanSquaredError;
    if (error !== undefined && (!best || error < best.error)) best = { id: card.id, error };
  }
  return best?.id ?? null;
});

function Legend() {
  return (
    <div class="legend">
      <span>missing ink</span>
      <span class="legend-scale" aria-hidden="true" />
      <span>extra ink</span>
    </div>
  );
}

export function ModelsPanel() {
  return (
    <section class="models" aria-labelledby="models-title" data-look={state.look}>
      <div class="models-head">
        <h2 id="models-title" class="eyebrow">
          Reconstructions
        </h2>
        <Legend />
      </div>
      <div class="model-list">
        {shownModels.value.map((card) => (
          <ModelRow key={card.id} card={card} closest={closest} />
        ))}
      </div>
      <MoreModels />
    </section>
  );
}
