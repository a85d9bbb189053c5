import { useEffect, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import { t } from '../../../language/t';
import { state, type TuningRun } from '../../../state/state';
import { axis, courseText, followSignals, shortNumber, token } from '../../../ui/plotStyle';
import { drawChanges } from './changeMarks';
import { nameOf, styleOf } from './runs';

/** What a plot shows of each run. */
export interface Quantity {
  name: string;
  /** The name on the axis. */
  label: string;
  height: number;
  /** Points of a run by step; their order is that of the steps. */
  points: (run: TuningRun) => { step: number; value: number | null }[];
  /** Whether single points are so noisy that a running mean says more. */
  isNoisy: boolean;
}

const dashes = { dashed: [8, 5], dotted: [2, 4], 'dash-dotted': [9, 4, 2, 4] };
const fewestSteps = 100;
/** Weight of the newest point in the running mean. */
const smoothing = 0.08;
const faint = 0.3;

function paddedRange(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 0.1];
  const margin = Math.max((high - low) * 0.08, high * 0.01, 1e-6);
  return [Math.max(0, low - margin), high + margin];
}

const lastStep = (runs: readonly TuningRun[]) =>
  Math.max(fewestSteps, ...runs.map((run) => run.points.peek().at(-1)?.step ?? 0));

function seriesOf(run: TuningRun, { isNoisy }: Quantity): uPlot.Series[] {
  const { colour, line } = styleOf(run);
  const stroke = token(colour);
  const dash = line ? { dash: dashes[line] } : {};
  const curve: uPlot.Series = { label: nameOf(run), stroke, width: 2, ...dash };
  if (!isNoisy) return [{ ...curve, points: { show: true, size: 5, fill: stroke } }];
  return [
    { label: '', stroke, width: 1, alpha: faint, points: { show: false } },
    { ...curve, points: { show: false } },
  ];
}

function optionsOf(quantity: Quantity, runs: readonly TuningRun[], width: number): uPlot.Options {
  return {
    width,
    height: quantity.height,
    scales: {
      x: { time: false, range: () => [0, lastStep(runs)] },
      y: { range: (_, low, high) => paddedRange(low, high) },
    },
    axes: [
      { ...axis(t`step`), size: 24 },
      { ...axis(quantity.label), size: 52, values: (_, ticks) => ticks.map(shortNumber) },
    ],
    series: [{}, ...runs.flatMap((run) => seriesOf(run, quantity))],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    hooks: { draw: [(plot) => drawChanges(plot, runs)] },
  };
}

function smoothed(values: readonly (number | null)[]): number[] {
  let mean = values[0] ?? 0;
  return values.map((value) => (mean += smoothing * ((value ?? mean) - mean)));
}

function dataOf({ points, isNoisy }: Quantity, runs: readonly TuningRun[], plots: typeof uPlot): uPlot.AlignedData {
  if (runs.length === 0) return [[]];
  return plots.join(
    runs.map((run) => {
      const curve = points(run);
      const values = curve.map(({ value }) => value);
      const steps = curve.map(({ step }) => step);
      return isNoisy ? [steps, values, smoothed(values)] : [steps, values];
    }),
  );
}

/** Describes the curves in words, for screen readers. */
function plotText({ name, points }: Quantity, runs: readonly TuningRun[]): string {
  const courses = runs.flatMap((run) => {
    const known = points(run).flatMap(({ step, value }) => (value === null ? [] : [{ at: step, value }]));
    return courseText(nameOf(run), t`step`, known);
  });
  return [t`${name} against training steps`, ...courses].join('; ');
}

/** Plots one quantity of all runs that are shown, and follows the one that trains. */
export function RunPlot({ quantity }: { quantity: Quantity }) {
  const host = useRef<HTMLDivElement>(null);
  const runs = state.tuning.runs.value.filter((run) => run.isShown.value);
  useEffect(() => {
    if (!host.current) return undefined;
    const { height } = quantity;
    const options = (width: number) => optionsOf(quantity, runs, width);
    const data = (plots: typeof uPlot) => dataOf(quantity, runs, plots);
    const followed = runs.flatMap(({ points, errors, changes }) => [points, errors, changes]);
    return followSignals(host.current, { height, options, data }, followed);
  }, [quantity, runs.map(nameOf).join()]);
  return (
    <div class="run-plot" data-plot={quantity.name} style={{ height: `${quantity.height}px` }}>
      <div ref={host} role="img" aria-label={plotText(quantity, runs)} />
    </div>
  );
}
