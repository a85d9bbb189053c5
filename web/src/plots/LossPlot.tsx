import { effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import type { LossPoint } from '../engine/protocol';
import { modelCard, state } from '../state/state';
import { lossText } from '../panels/numbers';
import { axis, runPlot, shortNumber, token } from './plotStyle';

const plotHeight = 240;
/** Redrawing costs more than a slice of training; the eye needs no more than this. */
const redrawMilliseconds = 100;
const fewestSteps = 100;
/** Weight of the newest point in the running mean. */
const smoothing = 0.08;

function options(width: number): uPlot.Options {
  return {
    width,
    height: plotHeight,
    scales: {
      x: { time: false, range: (_, low, high) => [low ?? 0, Math.max(high ?? 0, fewestSteps)] },
      y: { range: (_, low, high) => paddedRange(low, high) },
    },
    axes: [
      { ...axis('step'), size: 24 },
      { ...axis(lossLabel()), size: 52, values: (_, ticks) => ticks.map(shortNumber) },
    ],
    series: [
      { label: 'step' },
      { label: 'loss', stroke: token('--sand-faint'), width: 1, points: { show: false } },
      { label: 'mean', stroke: token('--sand'), width: 2, points: { show: false } },
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

const lossNames: Record<string, string> = { mse: 'squared error', bce: 'cross-entropy' };

function lossLabel(): string {
  const loss = modelCard(state.tuning.model.value)?.summary.value?.loss ?? '';
  return lossNames[loss] ?? 'loss';
}

/** A running mean, for the eye: one slice's loss says more about its batches than about progress. */
function smoothed(points: readonly LossPoint[]): number[] {
  let mean = points[0]?.loss ?? 0;
  return points.map((point) => (mean += smoothing * (point.loss - mean)));
}

function currentData(): uPlot.AlignedData {
  const points = state.tuning.points.peek();
  const steps = points.map((point) => point.step);
  return [steps, points.map((point) => point.loss), smoothed(points)];
}

/** Keeps a plot in `host` up to date with the points; answers with its ending. */
function followTraining(host: HTMLElement): () => void {
  let timer = 0;
  const plot = runPlot(host, plotHeight, (width) => {
    return new uPlot(options(width), currentData(), host);
  });
  const redraw = () => {
    timer = 0;
    plot.current()?.setData(currentData());
  };
  const stopData = effect(() => {
    void state.tuning.points.value;
    timer ||= window.setTimeout(redraw, redrawMilliseconds);
  });
  return () => {
    clearTimeout(timer);
    stopData();
    plot.stop();
  };
}

/** The curve in words, for those who do not see it. */
function curveText(points: readonly LossPoint[]): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return 'Loss against training steps';
  return `Loss against training steps: ${lossText(first.loss)} at step ${first.step}, ${lossText(last.loss)} at step ${last.step}`;
}

export function LossPlot() {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => (host.current ? followTraining(host.current) : undefined), []);
  const points = state.tuning.points.value;
  return (
    <div class="loss-plot">
      <div ref={host} role="img" aria-label={curveText(points)} />
      {points.length === 0 && (
        <p class="loss-hint">The loss appears here while a network trains.</p>
      )}
    </div>
  );
}
