import { effect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { localNumber, t } from '../../../language/t';
import { type ModelCard, state } from '../../../state/state';
import { errorText, fixed, lossText, wholeNumber } from '../../../ui/numbers';
import { RunFigures } from '../../../ui/RunFigures';
import { type Choice, Select } from '../../../ui/Select';
import { CaptionedPicture } from '../CaptionedPicture';
import { answered } from '../useAnswer';
import { useLiveAnswer } from '../useLiveAnswer';
import { useModel } from '../useModel';
import { AnglePlot } from './AnglePlot';
import {
  chooseComponents,
  chooseLearningRate,
  linear,
  pauseLinear,
  playLinear,
  refreshRebuilt,
  resetLinear,
} from './training';
import './linear.css';

function choicesOf(values: readonly number[]): Choice<number>[] {
  return values.map((value) => ({ value, label: localNumber(String(value)) }));
}

/** No choice exceeds the 30 components of the shipped PCA, with which the network is compared. */
const componentChoices = choicesOf([2, 5, 10, 20, 30]);
const learningRates = choicesOf([0.0003, 0.001, 0.003, 0.01]);

function Controls() {
  const phase = linear.phase.value;
  const running = phase === 'running';
  const words = {
    idle: t`Train`,
    failed: t`Train`,
    starting: t`Starting`,
    paused: t`Resume`,
    finished: t`Resume`,
    running: t`Pause`,
  };
  return (
    <div class="linear-controls">
      <Select
        label={t`Units (K)`}
        chosen={linear.components.value}
        choices={componentChoices}
        choose={(count) => void chooseComponents(count)}
      />
      <Select
        label={t`Learning rate`}
        chosen={linear.learningRate.value}
        choices={learningRates}
        choose={(rate) => void chooseLearningRate(rate)}
      />
      <button
        type="button"
        class="button button-main"
        disabled={phase === 'starting' || !state.engineReady.value}
        onClick={() => void (running ? pauseLinear() : playLinear())}
      >
        {words[phase]}
      </button>
      <button
        type="button"
        class="button"
        disabled={phase === 'idle' || phase === 'starting'}
        onClick={() => void resetLinear()}
      >
        {t`Reset`}
      </button>
    </div>
  );
}

function Figures() {
  const last = linear.points.value.at(-1);
  const degrees = (angle: number | undefined) => (angle === undefined ? '–' : `${fixed(angle, 1)}°`);
  const { loss, stepsPerSecond } = linear;
  const figures: [string, string][] = [
    [t`largest angle`, degrees(last?.largest)],
    [t`mean angle`, degrees(last?.mean)],
    [t`step`, last ? wholeNumber(last.step) : '–'],
    [t`loss`, loss.value === null ? '–' : lossText(loss.value)],
    [t`steps/s`, stepsPerSecond.value ? wholeNumber(stepsPerSecond.value) : '–'],
  ];
  return <RunFigures figures={figures} />;
}

function PcaPicture({ card }: { card: ModelCard }) {
  const answer = useLiveAnswer(
    card,
    () => state.seen.value && { pixels: state.seen.value, count: linear.components.value },
    (engine, id, { pixels, count }) => engine.rebuildFromFirst(id, pixels, count),
  ).value;
  const first = answered(answer);
  return (
    <CaptionedPicture pixels={first?.rebuilt ?? null} label={t`Your digit, rebuilt by PCA`}>
      {`PCA-${linear.components.value} ${first ? errorText(first.meanSquaredError) : ''}`}
    </CaptionedPicture>
  );
}

function Pictures() {
  const { card: pca } = useModel('pca-30');
  const rebuilt = linear.rebuilt.value;
  return (
    <div class="linear-pictures">
      <CaptionedPicture pixels={state.seen.value} label={t`Your digit`}>{t`your digit`}</CaptionedPicture>
      {pca && <PcaPicture card={pca} />}
      <CaptionedPicture pixels={rebuilt?.rebuilt ?? null} label={t`Your digit, rebuilt by the network in training`}>
        {`linear-${linear.components.value}${rebuilt ? ' ' : ': '}`}
        {rebuilt ? errorText(rebuilt.meanSquaredError) : t`press Train`}
      </CaptionedPicture>
    </div>
  );
}

/** Updates the reconstruction while the section is in sight, and pauses training when the visitor leaves the tab. */
function useCompany(): void {
  useEffect(() => {
    const stop = effect(() => {
      void state.seen.value;
      if (state.inside.isOpen.value) refreshRebuilt();
    });
    return () => {
      stop();
      void pauseLinear();
    };
  }, []);
}

/** Shows how a linear autoencoder converges to PCA while it trains from random weights. */
export default function LinearTab() {
  useCompany();
  return (
    <div class="linear-tab" data-phase={linear.phase.value}>
      <p class="inside-caption">
        {t`A linear network (784 → K → 784, without activation functions) can do no better than PCA. Trained from random weights, it finds the same space of pictures that PCA computes: the angles between the two fall towards zero. Lower the learning rate once they stop falling.`}
      </p>
      <Controls />
      <div class="linear-run">
        <AnglePlot points={linear.points} />
        <Pictures />
      </div>
      <Figures />
      <p class="inside-note">
        {t`These are the principal angles between the K-dimensional space of the network's decoder and that of the exact PCA of the same 3,000 MNIST digits. The network trains with Adam on the mean squared error, in batches of 128. The PCA picture comes from the shipped model, fitted to 60,000 digits.`}
      </p>
    </div>
  );
}
