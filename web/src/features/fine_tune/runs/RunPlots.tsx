import { t } from '../../../language/t';
import { state, type TuningRun } from '../../../state/state';
import { ErrorPath } from './ErrorPath';
import { RunList } from './RunList';
import { type Quantity, RunPlot } from './RunPlot';
import './runs.css';

const loss: Quantity = {
  name: t`training loss`,
  label: t`training loss`,
  height: 200,
  points: (run) => run.points.value.map(({ step, loss: value }) => ({ step, value })),
  isNoisy: true,
};

/** The errors on held-out images, measured without noise. */
const heldOut = [
  { of: 'digits', name: t`error on clean test digits`, label: t`test error` },
  { of: 'drawings', name: t`error on held-out drawings`, label: t`drawings` },
] as const;

const errors: Quantity[] = heldOut.map(({ of, name, label }) => ({
  name,
  label,
  height: 160,
  points: (run) => run.errors.value.map((point) => ({ step: point.step, value: point[of] })),
  isNoisy: false,
}));

const hasPoints = (run: TuningRun, { points }: Quantity) => points(run).some(({ value }) => value !== null);

/** The losses and errors of all runs, and their names. */
export function RunPlots() {
  const runs = state.tuning.runs.value;
  if (runs.length === 0)
    return <p class="run-hint">{t`While a network trains, its loss and its error on test digits appear here.`}</p>;
  const shown = errors.filter((quantity) => runs.some((run) => hasPoints(run, quantity)));
  return (
    <>
      {[loss, ...shown].map((quantity) => (
        <RunPlot key={quantity.name} quantity={quantity} />
      ))}
      <ErrorPath />
      <RunList />
    </>
  );
}
