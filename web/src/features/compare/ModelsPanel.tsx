import { useComputed } from '@preact/signals';
import { t } from '../../language/t';
import { shownModels, state } from '../../state/state';
import { isTuning } from '../../state/tuning';
import { errorText } from '../../ui/numbers';
import { CalmStatus } from '../../ui/spoken/CalmStatus';
import { ModelRow } from './ModelRow';
import { ModelsHead } from './ModelsHead';
import { MoreModels } from './MoreModels';
import './models.css';

const statusMilliseconds = 2000;

/** Tells screen readers the errors after each change of the drawing; during training they change all the time. */
function Status() {
  const text = useComputed(() => {
    if (isTuning.value || state.look.value === 'pending') return '';
    const errors = shownModels.value.flatMap(({ title, result }) =>
      result.value ? [`${title} ${errorText(result.value.meanSquaredError)}`] : [],
    );
    return errors.length > 0 ? t`Errors: ${errors.join(', ')}` : '';
  });
  return <CalmStatus text={text} every={statusMilliseconds} />;
}

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
      <Status />
    </section>
  );
}
