import { useEffect, useRef } from 'preact/hooks';
import { effect } from '@preact/signals';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { state } from '../state/state';

const plotHeight = 240;
/** Redrawing costs more than a slice of training; the eye needs no more than this. */
const redrawMilliseconds = 100;
const fewestSteps = 100;

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function axis(label: string): uPlot.Axis {
  return {
    label,
    stroke: token('--muted'),
    grid: { stroke: token('--line'), width: 1 },
    ticks: { show: false },
    font: '12px Archivo, system-ui, sans-serif',
    labelFont: '12px Archivo, system-ui, sans-serif',
    labelSize: 16,
    labelGap: 0,
  };
}

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
      { ...axis('loss'), size: 52, values: (_, ticks) => ticks.map(shortNumber) },
    ],
    series: [
      { label: 'step' },
      { label: 'loss', stroke: token('--sand'), width: 1.75, points: { show: false } },
    ],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
  };
}

function shortNumber(value: number): string {
  return Number(value.toPrecision(3)).toString();
}

function paddedRange(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 0.1];
  const margin = Math.max((high - low) * 0.08, high * 0.01, 1e-6);
  return [Math.max(0, low - margin), high + margin];
}

function currentData(): uPlot.AlignedData {
  const points = state.tuning.points.peek();
  return [points.map((point) => point.step), points.map((point) => point.loss)];
}

/** Keeps a plot in `host` up to date with size, theme and points; answers with its ending. */
function runPlot(host: HTMLElement): () => void {
  let plot: uPlot | null = null;
  let timer = 0;
  const build = () => {
    plot?.destroy();
    plot = new uPlot(options(host.clientWidth), currentData(), host);
  };
  const redraw = () => {
    timer = 0;
    plot?.setData(currentData());
  };
  const stopTheme = effect(() => {
    void state.theme.value;
    build();
  });
  const stopData = effect(() => {
    void state.tuning.points.value;
    timer ||= window.setTimeout(redraw, redrawMilliseconds);
  });
  const resizing = new ResizeObserver(() =>
    plot?.setSize({ width: host.clientWidth, height: plotHeight }),
  );
  resizing.observe(host);
  return () => {
    clearTimeout(timer);
    stopTheme();
    stopData();
    resizing.disconnect();
    plot?.destroy();
  };
}

export function LossPlot() {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => (host.current ? runPlot(host.current) : undefined), []);
  return (
    <div class="loss-plot">
      <div ref={host} role="img" aria-label="Loss against training steps" />
      {state.tuning.points.value.length === 0 && (
        <p class="loss-hint">The loss appears here while a network trains.</p>
      )}
    </div>
  );
}
