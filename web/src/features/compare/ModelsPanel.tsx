import { shownModels, state } from '../../state/state';
import { ModelRow } from './ModelRow';
import { ModelsHead } from './ModelsHead';
import { MoreModels } from './MoreModels';
import './models.css';

export function ModelsPanel() {
  return (
    <section class="models" aria-labelledby="models-title" data-look={state.look}>
      <ModelsHead />
      <div class="model-list">
        {shownModels.value.map((card, index) => (
          <ModelRow key={card.id} card={card} isFirst={index === 0} />
        ))}
      </div>
      <MoreModels />
    </section>
  );
}
