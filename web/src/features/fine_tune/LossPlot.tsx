import { useEffect, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import type { ErrorPoint, LossPoint } from '../../engine/protocol';
import { modelCard, state } from '../../state/state';
import { lossName } from '../../ui/lossNames';
import { lossText } from '../../ui/numbers';
import { axis, followSignals, shortNumber, token } from '../../ui/plotStyle';
import '../../ui/curvePlot.css';

const plotHeight = 240;
const fewestSteps = 100;
/** Weight of the newest point in the running mean. */
const smoothing = 0.08;

/** The errors on held-out images, measured without noise. Their curves use the right axis. */
export const errorCurves = [
  { of: 'digits', name: 'error on clean test digits', colour: '--glass', dash: [] },
  { of: 'drawings', name: 'error on held-out drawings', colour: '--curve-third', dash: [6, 4] },
] as const;

function errorSeries(label: string, colour: string, dash: readonly number[]): uPlot.Series {
  const points = { show: true, size: 5, fill: token(colour) };
  return { label, scale: 'error', stroke: token(colour), width: 2, dash: [...dash], points };
}

function options(width: number): uPlot.Options {
  return {
    width,
    height: plotHeight,
    scales: {
      x: { time: false, range: (_, low, high) => [low ?? 0, Math.max(high ?? 0, fewestSteps)] },
      y: { range: (_, low, high) => paddedRange(low, high) },
      error: { range: (_, low, high) => paddedRange(low, high) },
    },
    axes: [
      { ...axis('step'), size: 24 },
      { ...axis(lossLabel()), size: 52, values: (_, ticks) => ticks.map(shortNumber) },
      {
        ...axis('error'),
        scale: 'error',
        side: 1,
        size: 52,
        grid: { show: false },
        values: (_, ticks) => ticks.map(shortNumber),
      },
    ],
    series: [
      { label: 'step' },
      { label: 'loss', stroke: token('--sand-faint'), width: 1, points: { show: false } },
      { label: 'mean', stroke: token('--sand'), width: 2, points: { show: false } },
      ...errorCurves.map(({ name, colour, dash }) => errorSeries(name, colour, dash)),
    ],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
  };
}

function paddedRange(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 0.1];
  const margin = Math.max((high - low) * 0.08, high * 0.01, 1e-6);
  return [Math.max(0, low - margin), high + margin];
}

function lossLabel(): string {
  const loss = modelCard(state.tuning.model.value)?.summary.value?.loss ?? 'loss';
  return lossName(loss);
}

/** A running mean, because one slice's loss says more about its batches than about progress. */
function smoothed(points: readonly LossPoint[]): number[] {
  let mean = points[0]?.loss ?? 0;
  return points.map((point) => (mean += smoothing * (point.loss - mean)));
}

function currentData(plots: typeof uPlot): uPlot.AlignedData {
  const points = state.tuning.points.peek();
  const errors = state.tuning.errors.peek();
  return plots.join([
    [points.map(({ step }) => step), points.map(({ loss }) => loss), smoothed(points)],
    [errors.map(({ step }) => step), ...errorCurves.map(({ of }) => errors.map((point) => point[of]))],
  ]);
}

/** Creates a plot in `host` that follows the training; returns a function that removes it. */
function followTraining(host: HTMLElement): () => void {
  const source = { height: plotHeight, options, data: currentData };
  return followSignals(host, source, [state.tuning.points, state.tuning.errors]);
}

/** Describes one curve by its name and its first and last values. */
function curveText(name: string, points: readonly { step: number; value: number | null }[]): string[] {
  const [first, last] = [points[0], points.at(-1)];
  if (first?.value == null || last?.value == null) return [];
  return [`${name}: ${lossText(first.value)} at step ${first.step}, ${lossText(last.value)} at step ${last.step}`];
}

/** Describes the curves in words, for screen readers. */
function plotText(points: readonly LossPoint[], errors: readonly ErrorPoint[]): string {
  const curves = [
    ...curveText(
      'training loss',
      points.map(({ step, loss }) => ({ step, value: loss })),
    ),
    ...errorCurves.flatMap(({ of, name }) =>
      curveText(
        name,
        errors.map((point) => ({ step: point.step, value: point[of] })),
      ),
    ),
  ];
  return ['Loss against training steps', ...curves].join('; ');
}

function Legend({ hasDrawings }: { hasDrawings: boolean }) {
  return (
    <ul class="curve-names">
      <li style={{ '--curve': 'var(--sand)' }}>training loss (left)</li>
      {errorCurves
        .filter(({ of }) => hasDrawings || of === 'digits')
        .map(({ of, name, colour, dash }) => (
          <li key={of} data-line={dash.length > 0 ? 'dashed' : undefined} style={{ '--curve': `var(${colour})` }}>
            {name} (right)
          </li>
        ))}
    </ul>
  );
}

export function LossPlot() {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => (host.current ? followTraining(host.current) : undefined), []);
  const points = state.tuning.points.value;
  const errors = state.tuning.errors.value;
  return (
    <>
      <div class="loss-plot">
        <div ref={host} role="img" aria-label={plotText(points, errors)} />
        {points.length === 0 && (
          <p class="loss-hint">While a network trains, its loss and its error on test digits appear here.</p>
        )}
      </div>
      {errors.length > 0 && <Legend hasDrawings={typeof errors[0]?.drawings === 'number'} />}
    </>
  );
}
