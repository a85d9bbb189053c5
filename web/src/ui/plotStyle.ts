// What all plots share: the theme's colours, the axes, and functions that keep a plot in step with the theme,
// with the size of its element and with its data.

import { effect, type ReadonlySignal } from '@preact/signals';
import type uPlot from 'uplot';
import { locale, localNumber, t } from '../language/t';
import 'uplot/dist/uPlot.min.css';
import { once } from '../engine/once';
import { reasonText, showError } from '../state/messages';
import { theme } from '../theme/theme';

/** Drawing a plot takes longer than a slice of training, so it is redrawn only as often as the eye can follow. */
const redrawMilliseconds = 100;
/** How far outside the screen a plot may still be when its code begins to load. */
const sightMargin = '200px';
const font = '12px Archivo, system-ui, sans-serif';

export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function axis(label: string): uPlot.Axis {
  return {
    label,
    values: (_, ticks) => ticks.map((tick: number | null) => tick?.toLocaleString(locale) ?? ''),
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
  return localNumber(Number(value.toPrecision(3)).toString());
}

/** Says in words where a plotted curve begins and ends and how low it gets; nothing if it has no points yet. */
export function courseText(name: string, xLabel: string, points: readonly { at: number; value: number }[]): string[] {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return [];
  const lowest = points.reduce((least, point) => (point.value < least.value ? point : least));
  const text = ({ value, at }: typeof first) => t`${shortNumber(value)} at ${xLabel} ${at}`;
  return [t`${name}: ${text(first)}, ${text(last)}, lowest ${text(lowest)}`];
}

export interface PlotSource {
  height: number;
  options: (width: number) => uPlot.Options;
  data: (plots: typeof uPlot) => uPlot.AlignedData;
}

const loadPlots = once(async () => (await import('uplot')).default);

/** Keeps a plot in `host` that has the theme's colours and the host's width; returns a function that removes it. */
function keepPlot(plots: typeof uPlot, host: HTMLElement, source: PlotSource, show: (plot: uPlot) => void): () => void {
  let plot: uPlot | null = null;
  const stopTheme = effect(() => {
    void theme.value;
    plot?.destroy();
    plot = new plots(source.options(host.clientWidth), source.data(plots), host);
    show(plot);
  });
  const resizing = new ResizeObserver(() => plot?.setSize({ width: host.clientWidth, height: source.height }));
  resizing.observe(host);
  return () => {
    stopTheme();
    resizing.disconnect();
    plot?.destroy();
  };
}

/** Plots in `host` as soon as it comes near the screen; the code that plots is fetched only then. */
export function runPlot(host: HTMLElement, source: PlotSource): { redraw: () => void; stop: () => void } {
  let redraw = (): void => undefined;
  let stop: (() => void) | null = null;
  let isWanted = true;
  const begin = async () => {
    const plots = await loadPlots();
    if (!isWanted) return;
    stop = keepPlot(plots, host, source, (plot) => {
      redraw = () => plot.setData(source.data(plots));
    });
  };
  const watcher = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      begin().catch((reason: unknown) => showError(t`A plot could not be loaded: ${reasonText(reason)}`));
    },
    { rootMargin: sightMargin },
  );
  watcher.observe(host);
  return {
    redraw: () => redraw(),
    stop: () => {
      isWanted = false;
      watcher.disconnect();
      stop?.();
    },
  };
}

/** Like `runPlot`, but also updates the data when one of the signals changes. Returns a function that ends this. */
export function followSignals(
  host: HTMLElement,
  source: PlotSource,
  signals: readonly ReadonlySignal<unknown>[],
): () => void {
  const plot = runPlot(host, source);
  let timer = 0;
  const redraw = () => {
    timer = 0;
    plot.redraw();
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
