import { useEffect, useRef, useState } from 'preact/hooks';
import type uPlot from 'uplot';
import { t } from '../language/t';
import { axis, courseText, runPlot, shortNumber, token } from './plotStyle';
import './curvePlot.css';

export interface Curve {
  label: string;
  values: readonly (number | null)[];
  /** A CSS variable, such as "--sand". */
  colour: string;
  line?: 'dashed' | 'dotted' | 'points';
}

interface CurvePlotProps {
  label: string;
  x: readonly number[];
  xLabel: string;
  yLabel: string;
  curves: readonly Curve[];
  height?: number;
  /** Whether the y axis is logarithmic, for errors that span several powers of ten. */
  logarithmic?: boolean;
  /** Whether each step along the x axis doubles x. */
  doubling?: boolean;
}

const dashes = { dashed: [6, 4], dotted: [2, 4] };
const usualHeight = 240;
const logMargin = 1.08;
const fewestTicks = 3;

function series({ label, colour, line }: Curve, count: number): uPlot.Series {
  const stroke = token(colour);
  if (line === 'points') return { label, stroke, paths: () => null, points: { show: true, size: 11, fill: stroke } };
  return {
    label,
    stroke,
    width: 2,
    spanGaps: true,
    points: { show: count === 1 },
    ...(line ? { dash: dashes[line] } : {}),
  };
}

/** Places ticks at 1, 2 and 5 times each power of ten from `low` to `high`, or at 1 to 9 times if those are too few. */
function logTicks(low: number, high: number): number[] {
  const smallest = Math.floor(Math.log10(low));
  const powers = Array.from(
    { length: Math.ceil(Math.log10(high)) - smallest + 1 },
    (_, index) => 10 ** (smallest + index),
  );
  const ticks = (factors: number[]) =>
    powers.flatMap((power) => factors.map((factor) => factor * power)).filter((tick) => tick >= low && tick <= high);
  const few = ticks([1, 2, 5]);
  return few.length >= fewestTicks ? few : ticks([1, 2, 3, 4, 5, 6, 7, 8, 9]);
}

function yAxis({ yLabel, logarithmic }: CurvePlotProps): uPlot.Axis {
  return {
    ...axis(yLabel),
    size: 56,
    values: (_, ticks) => ticks.map(shortNumber),
    ...(logarithmic ? { splits: (_, __, low, high) => logTicks(low, high), filter: (_, ticks) => ticks } : {}),
  };
}

function optionsOf(props: CurvePlotProps, width: number, hooks: uPlot.Hooks.Arrays): uPlot.Options {
  const { x, xLabel, curves, height = usualHeight, logarithmic, doubling } = props;
  return {
    width,
    height,
    scales: {
      x: { time: false, ...(doubling ? { distr: 3, log: 2 } : {}) },
      y: logarithmic ? { distr: 3, range: (_, low, high) => [low / logMargin, high * logMargin] } : {},
    },
    axes: [{ ...axis(xLabel), size: 24 }, yAxis(props)],
    series: [{ label: xLabel }, ...curves.map((curve) => series(curve, x.length))],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    hooks,
  };
}

/** Describes the curves in words, for screen readers. */
function plotText({ label, x, xLabel, curves }: CurvePlotProps): string {
  const courses = curves.flatMap(({ label: name, values }) => {
    const points = values.flatMap((value, index) => (value === null ? [] : [{ value, at: x[index] ?? 0 }]));
    return courseText(name, xLabel, points);
  });
  return [label, ...courses].join('; ');
}

const valueText = (value: number | null | undefined) => (typeof value === 'number' ? shortNumber(value) : '–');

const lastOf = (values: Curve['values']) => values.findLast((value) => value !== null);

/** Plots curves over a common x axis, and lists their values at the point chosen by pointer or slider. */
export function CurvePlot(props: CurvePlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const current = useRef<uPlot | null>(null);
  const [pointed, point] = useState<number | null>(null);
  const redraw = useRef<() => void>(() => undefined);
  const { label, x, xLabel, curves, height = usualHeight } = props;
  const latest = useRef(props);
  latest.current = props;
  const names = curves.map((curve) => curve.label).join();
  const last = x.length - 1;
  const index = Math.min(pointed ?? last, last);
  const keep = (plot: uPlot) => {
    current.current = plot;
  };
  const followCursor = ({ cursor: { idx } }: uPlot) => {
    if (typeof idx === 'number') point(idx);
  };
  useEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    const data = () =>
      [latest.current.x, ...latest.current.curves.map((curve) => curve.values)] as unknown as uPlot.AlignedData;
    const options = (width: number) => optionsOf(latest.current, width, { ready: [keep], setCursor: [followCursor] });
    const plot = runPlot(element, { height, options, data });
    redraw.current = plot.redraw;
    return plot.stop;
  }, [x, names]);
  useEffect(() => redraw.current(), [curves]);
  const slide = (to: number) => {
    const plot = current.current;
    plot?.setCursor({ left: plot.valToPos(x[to] ?? 0, 'x'), top: 0 }, false);
    point(to);
  };
  return (
    <figure class="curve-plot">
      <div ref={host} role="img" aria-label={plotText(props)} style={{ height: `${height}px` }} />
      <label class="curve-slider">
        <span>
          {xLabel} {x[index]}
        </span>
        <input
          type="range"
          min="0"
          max={last}
          value={index}
          aria-label={t`${label}: the ${xLabel} whose values are listed`}
          aria-valuetext={`${xLabel} ${x[index]}`}
          onInput={(event) => slide(event.currentTarget.valueAsNumber)}
        />
      </label>
      <ul class="curve-names">
        {curves.map(({ label: name, colour, line, values }) => (
          <li key={name} data-line={line} style={{ '--curve': `var(${colour})` }}>
            {name} <strong>{valueText(line === 'points' ? lastOf(values) : values[index])}</strong>
          </li>
        ))}
      </ul>
    </figure>
  );
}
