import { LossPlot } from '../plots/LossPlot';
import { state } from '../state/state';
import { isTuning, pauseTuning, resetTuning, resumeTuning, secondsLeft, startTuning } from '../state/tuning';
import { DrawingSet } from './DrawingSet';
import { FineTuneSettings } from './FineTuneSettings';
import { duration, lossText, wholeNumber } from './numbers';
import { ThreadsNote } from './ThreadsNote';
import './finetune.css';

function MainButton() {
  const phase = state.tuning.phase.value;
  const [label, action] =
    phase === 'running'
      ? (['Pause', pauseTuning] as const)
      : phase === 'paused'
        ? (['Resume', resumeTuning] as const)
        : phase === 'finished'
          ? (['Continue', resumeTuning] as const)
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

function RunFigures() {
  const { step, lastStep, epoch, stepsPerSecond, points } = state.tuning;
  const left = secondsLeft.value;
  const loss = points.value.at(-1)?.loss;
  const figures: [string, string][] = [
    ['step', lastStep.value ? `${wholeNumber(step.value)} of ${wholeNumber(lastStep.value)}` : '–'],
    ['epochs', wholeNumber(epoch.value)],
    ['loss', loss === undefined ? '–' : lossText(loss)],
    ['steps/s', stepsPerSecond.value ? wholeNumber(stepsPerSecond.value) : '–'],
    ['left', isTuning.value && left !== null ? duration(left) : '–'],
  ];
  return (
    <dl class="run-figures">
      {figures.map(([name, value]) => (
        <div key={name} data-run={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function FineTunePanel() {
  const { phase, model } = state.tuning;
  return (
    <section
      class="finetune"
      aria-labelledby="finetune-title"
      data-phase={phase.value}
      data-model={model.value}
    >
      <div class="finetune-head">
        <h2 id="finetune-title">Train it further</h2>
        <p>
          Pick a network and let it learn on, here in your browser, from MNIST digits or from your
          own hand. The pictures above follow while it trains.
        </p>
      </div>
      <div class="finetune-settings">
        <FineTuneSettings />
        <div class="finetune-buttons">
          <MainButton />
          <button
            type="button"
            class="button"
            title="Back to the weights the model came with"
            disabled={phase.value === 'starting'}
            onClick={() => void resetTuning()}
          >
            Reset
          </button>
        </div>
        <ThreadsNote />
      </div>
      <div class="finetune-run">
        <LossPlot />
        <RunFigures />
      </div>
      <DrawingSet />
    </section>
  );
}
