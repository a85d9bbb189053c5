// Vertical lines in a plot at the steps where a setting changed, numbered as in the list of runs.

import type uPlot from 'uplot';
import type { TuningRun } from '../../../state/state';
import { token } from '../../../ui/plotStyle';
import { styleOf } from './runs';

const radius = 8;
const dash = [3, 3];
/** Marks of the same step would hide each other, so they stand one below the other. */
const spacing = 2 * radius + 2;

function drawMark(context: CanvasRenderingContext2D, x: number, y: number, number: number, pixel: number): void {
  context.beginPath();
  context.arc(x, y, radius * pixel, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = token('--paper');
  context.fillText(String(number), x, y + pixel / 2);
}

function drawChangesOf(plot: uPlot, run: TuningRun): void {
  const { ctx: context, bbox } = plot;
  const pixel = devicePixelRatio;
  const colour = token(styleOf(run).colour);
  const steps = run.changes.peek().map(({ step }) => step);
  for (const [index, step] of steps.entries()) {
    const x = plot.valToPos(step, 'x', true);
    context.strokeStyle = colour;
    context.beginPath();
    context.moveTo(x, bbox.top);
    context.lineTo(x, bbox.top + bbox.height);
    context.stroke();
    context.fillStyle = colour;
    const above = index - steps.indexOf(step);
    drawMark(context, x, bbox.top + (radius + above * spacing) * pixel, index + 1, pixel);
  }
}

export function drawChanges(plot: uPlot, runs: readonly TuningRun[]): void {
  const { ctx: context } = plot;
  const pixel = devicePixelRatio;
  context.save();
  context.setLineDash(dash.map((length) => length * pixel));
  context.lineWidth = pixel;
  context.font = `600 ${11 * pixel}px Archivo, system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const run of runs) drawChangesOf(plot, run);
  context.restore();
}
