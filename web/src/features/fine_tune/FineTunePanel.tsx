import { t } from '../../language/t';
import { state } from '../../state/state';
import { isTuning } from '../../state/tuning';
import { duration, lossText, wholeNumber } from '../../ui/numbers';
import { RunFigures } from '../../ui/RunFigures';
import { FineTuneSettings } from './FineTuneSettings';
import { Handwriting } from './handwriting/Handwriting';
import { NativeCommand } from './NativeCommand';
import {
  canContinue,
  canContinueFile,
  continueFile,
  pauseTuning,
  resetTuning,
  resumeTuning,
  secondsLeft,
  startTuning,
  stepTuning,
} from './run';
import { Guard } from './runs/Guard';
import { LearningStrip } from './runs/LearningStrip';
import { RunPlots } from './runs/RunPlots';
import { ThreadsNote } from './ThreadsNote';
import { TrainingStatus } from './TrainingStatus';
import { Timeline } from './timeline/Timeline';
import './fineTune.css';

function MainButton() {
  const phase = state.tuning.phase.value;
  const [label, action] =
    phase === 'running'
      ? ([t`Pause`, pauseTuning] as const)
      : canContinue.value
        ? ([phase === 'paused' ? t`Resume` : t`Continue`, resumeTuning] as const)
        : ([t`Start`, startTuning] as const);
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

function ContinueFile() {
  return (
    <div class="continue-file">
      <p>
        {t`This file holds a run with the state of its optimiser. On the same images, it can go on where it was saved.`}
      </p>
      <button
        type="button"
        class="button"
        disabled={isTuning.value || !state.engineReady.value}
        onClick={() => void continueFile()}
      >
        {t`Continue its run`}
      </button>
    </div>
  );
}

function Figures() {
  const { step, lastStep, epoch, batch, stepsPerSecond, points } = state.tuning;
  const left = secondsLeft.value;
  const loss = points.value.at(-1)?.loss;
  const figures: [string, string][] = [
    [t`step`, lastStep.value ? t`${wholeNumber(step.value)} of ${wholeNumber(lastStep.value)}` : '–'],
    [t`epochs`, wholeNumber(epoch.value)],
    [t`loss`, loss === undefined ? '–' : lossText(loss)],
    [t`images/s`, stepsPerSecond.value ? wholeNumber(stepsPerSecond.value * batch.value) : '–'],
    [t`time left`, isTuning.value && left !== null ? duration(left) : '–'],
  ];
  return <RunFigures figures={figures} />;
}

export function FineTunePanel() {
  const { phase, model } = state.tuning;
  return (
    <section class="finetune" aria-labelledby="finetune-title" data-phase={phase.value} data-model={model.value}>
      <div class="finetune-head">
        <h2 id="finetune-title">{t`Fine-tune`}</h2>
        <p>
          {t`Keep training a network right here in your browser, on MNIST (a dataset of handwritten digits) or on your own handwriting. The pictures above update as it trains. A network that is already trained moves only halfway to its new weights, so it forgets little of what it knew.`}
        </p>
      </div>
      <div class="finetune-settings">
        <FineTuneSettings />
        <div class="finetune-buttons">
          <MainButton />
          <button
            type="button"
            class="button"
            title={t`Take one training step`}
            disabled={isTuning.value || !state.engineReady.value}
            onClick={() => void stepTuning()}
          >
            {t`Step`}
          </button>
          <button
            type="button"
            class="button"
            title={t`Restore the original weights`}
            disabled={phase.value === 'starting'}
            onClick={() => void resetTuning()}
          >
            {t`Reset`}
          </button>
        </div>
        {canContinueFile.value && <ContinueFile />}
        <ThreadsNote />
        <NativeCommand />
      </div>
      <div class="finetune-run">
        <Figures />
        <Guard start={startTuning} resume={resumeTuning} reset={resetTuning} />
        <LearningStrip />
        <RunPlots />
        <TrainingStatus />
      </div>
      <Handwriting />
      <Timeline reset={resetTuning} />
    </section>
  );
}
