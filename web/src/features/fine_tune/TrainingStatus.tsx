import { useComputed } from '@preact/signals';
import type { FineTunePhase } from '../../engine/protocol';
import { t } from '../../language/t';
import { modelCard, state } from '../../state/state';
import { lossText, wholeNumber } from '../../ui/numbers';
import { CalmStatus } from '../../ui/spoken/CalmStatus';

const everyMilliseconds = 10_000;
const sayings: Record<FineTunePhase, (name: string) => string> = {
  running: (name) => t`${name} trains`,
  paused: (name) => t`${name} is paused`,
  finished: (name) => t`${name} has finished`,
  failed: (name) => t`${name} has failed`,
};

/** Tells screen readers how far the training is, at most once every ten seconds. */
export function TrainingStatus() {
  const text = useComputed(() => {
    const { model, phase, step, lastStep, points } = state.tuning;
    if (phase.value === 'idle' || phase.value === 'starting') return '';
    const loss = points.value.at(-1)?.loss;
    const progress = t`step ${wholeNumber(step.value)} of ${wholeNumber(lastStep.value)}`;
    const ending = loss === undefined ? [] : [t`loss ${lossText(loss)}`];
    const saying = sayings[phase.value](modelCard(model.value)?.title ?? model.value);
    return `${saying}: ${[progress, ...ending].join(', ')}`;
  });
  return <CalmStatus text={text} every={everyMilliseconds} />;
}
