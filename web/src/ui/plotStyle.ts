// What all plots share: the theme's colours, the axes, and a function that keeps a plot in step with the
// theme and with the size of its element.

import { effect, type ReadonlySignal } from '@preact/signals';
import type uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { theme } from '../theme/theme';

/** Drawing a plot takes longer than a slice of training, so it is redrawn only as often as the eye can follow. */
const redrawMilliseconds = 100;
const font = '12px Archivo, system-ui, sans-serif';

export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function axis(label: string): uPlot.Axis {
  return {
    label,
    stroke: token('--muted'),
    grid: { stroke: token('--line'), width: 1 },
    ticks: { show: false },
    font,
    labelFont: font,
    labelSize: 16,
    labelGap: 0,
  };
}

export function shortNumber(value: number): string {
  return Number(value.toPrecision(3)).toString();
}

/** Creates a plot in `host`, rebuilds it when the theme changes, and resizes it when `host` is resized. */
export function runPlot(
  host: HTMLElement,
  height: number,
  build: (width: number) => uPlot,
): { current: () => uPlot | null; stop: () => void } {
  let plot: uPlot | null = null;
  const stopTheme = effect(() => {
    void theme.value;
    plot?.destroy();
    plot = build(host.clientWidth);
  });
  const resizing = new ResizeObserver(() => plot?.setSize({ width: host.clientWidth, height }));
  resizing.observe(host);
  return {
    current: () => plot,
    stop: () => {
      stopTheme();
      resizing.disconnect();
      plot?.destroy();
    },
  };
}

/** Like `runPlot`, but also updates the data when one of the signals changes. Returns a function that ends this. */
export function followSignals(
  host: HTMLElement,
  height: number,
  build: (width: number) => uPlot,
  data: () => uPlot.AlignedData,
  signals: readonly ReadonlySignal<unknown>[],
): () => void {
  const plot = runPlot(host, height, build);
  let timer = 0;
  const redraw = () => {
    timer = 0;
    plot.current()?.setData(data());
  };
  const stopData = effect(() => {
    for (const { value } of signals) void value;
    timer ||= window.setTimeout(redraw, redrawMilliseconds);
  });
  return () => {
    clearTimeout(timer);
    stopData();
    plot.stop();
  };
}
