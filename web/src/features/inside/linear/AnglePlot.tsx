import { type ReadonlySignal, useComputed } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import { t } from '../../../language/t';
import { axis, courseText, followSignals, token } from '../../../ui/plotStyle';
import '../../../ui/curvePlot.css';

interface Point {
  step: number;
  largest: number;
  mean: number;
}

const plotHeight = 260;
const fewestSteps = 500;
const rightAngle = 90;

function options(width: number): uPlot.Options {
  return {
    width,
    height: plotHeight,
    scales: {
      x: { time: false, range: (_, __, high) => [0, Math.max(high ?? 0, fewestSteps)] },
      y: { range: () => [0, rightAngle] },
    },
    axes: [
      { ...axis(t`step`), size: 24 },
      { ...axis(t`angle to PCA (degrees)`), size: 52, splits: () => [0, 15, 30, 45, 60, 75, rightAngle] },
    ],
    series: [
      {},
      { stroke: token('--sand'), width: 2, points: { show: false } },
      { stroke: token('--glass'), width: 2, points: { show: false } },
    ],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
  };
}

function dataOf(points: readonly Point[]): uPlot.AlignedData {
  return [points.map((point) => point.step), points.map((point) => point.largest), points.map((point) => point.mean)];
}

function follow(host: HTMLElement, points: ReadonlySignal<Point[]>): () => void {
  return followSignals(host, { height: plotHeight, options, data: () => dataOf(points.peek()) }, [points]);
}

/** Describes the curves in words, for screen readers. */
function plotText(points: readonly Point[]): string {
  const course = (name: string, of: 'largest' | 'mean') =>
    courseText(
      name,
      t`step`,
      points.map((point) => ({ at: point.step, value: point[of] })),
    );
  return [
    t`Angles to PCA against training steps`,
    ...course(t`largest angle`, 'largest'),
    ...course(t`mean angle`, 'mean'),
  ].join('; ');
}

/** Plots the angles between two subspaces while a network learns one of them. */
export function AnglePlot({ points }: { points: ReadonlySignal<Point[]> }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => (host.current ? follow(host.current, points) : undefined), []);
  const label = useComputed(() => plotText(points.value));
  return (
    <figure class="curve-plot">
      <div ref={host} role="img" aria-label={label} style={{ height: `${plotHeight}px` }} />
      <ul class="curve-names">
        <li style={{ '--curve': 'var(--sand)' }}>{t`largest angle`}</li>
        <li style={{ '--curve': 'var(--glass)' }}>{t`mean angle`}</li>
      </ul>
    </figure>
  );
}
