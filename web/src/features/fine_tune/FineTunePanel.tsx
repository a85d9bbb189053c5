import { modelCard, state } from '../../state/state';
import { isTuning, isWorse } from '../../state/tuning';
import { duration, lossText, wholeNumber } from '../../ui/numbers';
import { RunFigures } from '../../ui/RunFigures';
import { DrawingSet } from './DrawingSet';
import { FineTuneSettings } from './FineTuneSettings';
import { errorCurves, LossPlot } from './LossPlot';
import { NativeCommand } from './NativeCommand';
import { canContinue, pauseTuning, resetTuning, resumeTuning, secondsLeft, startTuning } from './run';
import { ThreadsNote } from './ThreadsNote';
import { TrainingStatus } from './TrainingStatus';
import './fineTune.css';

function MainButton() {
  const phase = state.tuning.phase.value;
  const [label, action] =
    phase === 'running'
      ? (['Pause', pauseTuning] as const)
      : canContinue.value
        ? ([phase === 'paused' ? 'Resume' : 'Continue', resumeTuning] as const)
        : (['Start', startTuning] as const);
  return (
    <button
      type="button"
      class="button button-main"
      disabled={phase === 'starting' || !state.engineReady.value}
      onClick={() => void action()}
    >
      {label}
    </button>
  );
}

/** Describes how an error has changed since the start of the run. */
function changeText(before: number | null | undefined, now: number | null | undefined): string {
  return typeof before === 'number' && typeof now === 'number' ? `${lossText(before)} → ${lossText(now)}` : '–';
}

function Figures() {
  const { step, lastStep, epoch, stepsPerSecond, points, errors } = state.tuning;
  const left = secondsLeft.value;
  const loss = points.value.at(-1)?.loss;
  const [before, now] = [errors.value[0], errors.value.at(-1)];
  const figures: [string, string][] = [
    ['step', lastStep.value ? `${wholeNumber(step.value)} of ${wholeNumber(lastStep.value)}` : '–'],
    ['epochs', wholeNumber(epoch.value)],
    ['loss', loss === undefined ? '–' : lossText(loss)],
    ['steps/s', stepsPerSecond.value ? wholeNumber(stepsPerSecond.value) : '–'],
    ['time left', isTuning.value && left !== null ? duration(left) : '–'],
    ...errorCurves.map(({ of, name }): [string, string] => [name, changeText(before?.[of], now?.[of])]),
  ];
  return <RunFigures figures={figures} />;
}

function WorseNotice() {
  const card = modelCard(state.tuning.model.value);
  if (!card || !isWorse(card)) return null;
  return (
    <p class="run-worse" role="status">
      {card.title} is worse than before on test digits. Press Reset to restore its original weights.
    </p>
  );
}

export function FineTunePanel() {
  const { phase, model } = state.tuning;
  return (
    <section class="finetune" aria-labelledby="finetune-title" data-phase={phase.value} data-model={model.value}>
      <div class="finetune-head">
        <h2 id="finetune-title">Fine-tune</h2>
        <p>
          Keep training a network right here in your browser, on MNIST (a dataset of handwritten digits) or on your own
          handwriting. The pictures above update as it trains. A network that is already trained moves only halfway to
          its new weights, so it forgets little of what it knew.
        </p>
      </div>
      <div class="finetune-settings">
        <FineTuneSettings />
        <div class="finetune-buttons">
          <MainButton />
          <button
            type="button"
            class="button"
            title="Restore the original weights"
            disabled={phase.value === 'starting'}
            onClick={() => void resetTuning()}
          >
            Reset
          </button>
        </div>
        <ThreadsNote />
        <NativeCommand />
      </div>
      <div class="finetune-run">
        <LossPlot />
        <Figures />
        <WorseNotice />
        <TrainingStatus />
      </div>
      <DrawingSet />
    </section>
  );
}
