import { useComputed } from '@preact/signals';
import { modelCard, state } from '../../state/state';
import { lossText, wholeNumber } from '../../ui/numbers';
import { CalmStatus } from '../../ui/spoken/CalmStatus';

const everyMilliseconds = 10_000;
const doing = {
  running: 'trains',
  paused: 'is paused',
  finished: 'has finished',
  failed: 'has failed',
};

/** Tells screen readers how far the training is, at most once every ten seconds. */
export function TrainingStatus() {
  const text = useComputed(() => {
    const { model, phase, step, lastStep, points } = state.tuning;
    if (phase.value === 'idle' || phase.value === 'starting') return '';
    const loss = points.value.at(-1)?.loss;
    const progress = `step ${wholeNumber(step.value)} of ${wholeNumber(lastStep.value)}`;
    const ending = loss === undefined ? '' : `, loss ${lossText(loss)}`;
    return `${modelCard(model.value)?.title ?? model.value} ${doing[phase.value]}: ${progress}${ending}`;
  });
  return <CalmStatus text={text} every={everyMilliseconds} />;
}
