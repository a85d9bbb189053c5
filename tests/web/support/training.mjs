// Helpers for tests of training: they read the panel "Fine-tune" and wait for what it shows.

import { card, until } from './page.mjs';

export const phaseOf = (page) => page.locator('.finetune').getAttribute('data-phase');

/** Reads the first and the last value of a run's curve, of the latest run by default, from the plot's label. */
export async function curveOf(page, plot, run = /^Run \d+: /) {
  const text = await page.locator(`[data-plot="${plot}"] [role="img"]`).getAttribute('aria-label', { timeout: 1000 });
  const curve = text.split('; ').findLast((part) => run.test(part)) ?? '';
  return curve
    .match(/: (\S+) at step \d+, (\S+) at step \d+, lowest/)
    ?.slice(1)
    .map(Number);
}

export const plottedQuantities = (page) =>
  page.locator('.run-plot').evaluateAll((all) => all.map((plot) => plot.getAttribute('data-plot')));
export const runInList = (page, number) =>
  page.getByRole('list', { name: 'Training runs' }).getByText(`Run ${number}`).locator('xpath=ancestor::li');

export const testCurve = 'error on clean test digits';
export const drawingsCurve = 'error on held-out drawings';
export const testFigure = (page, model) => card(page, model).locator('.model-test dd').innerText();
/** The shipped figure of a model that has not been trained here; it is fetched apart from the model. */
export const shippedTestFigure = (page, model) =>
  until(
    () => testFigure(page, model),
    (text) => /^\d/.test(text),
    'the shipped figure',
  );

export async function runFigure(page, name) {
  const text = await page.locator(`[data-run="${name}"] dd`).innerText();
  return Number(text.split(' ')[0].replaceAll(',', ''));
}

export async function inPhase(page, phase) {
  await until(
    () => phaseOf(page),
    (now) => now === phase,
    `the phase "${phase}"`,
  );
}

export async function pastStep(page, step) {
  await until(
    () => runFigure(page, 'step'),
    (now) => now > step,
    `a step after ${step}`,
  );
}
