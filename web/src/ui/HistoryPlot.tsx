import { useMemo } from 'preact/hooks';
import { t } from '../language/t';
import { listedModel, manifest, type ShippedModel } from '../state/catalogue';
import { type Curve, CurvePlot } from './CurvePlot';
import { lossName } from './lossNames';

/** One colour per model; a plot shows no more models than this. */
const colours = ['--sand', '--glass', '--curve-third', '--curve-fourth'];
export const mostModels = colours.length;

function historyCurves(model: ShippedModel, colour: string, epochs: number): Curve[] {
  const title = listedModel(model.name)?.title ?? model.name;
  const padded = (values: (number | undefined)[]) =>
    Array.from({ length: epochs }, (_, index) => values[index] ?? null);
  const hasValidation = model.history.some((epoch) => epoch.validation_loss !== undefined);
  const training = { label: title, colour, values: padded(model.history.map((epoch) => epoch.loss)) };
  if (!hasValidation) return [training];
  const validation = model.history.map((epoch) => epoch.validation_loss);
  return [training, { label: t`${title}, held out`, colour, values: padded(validation), line: 'dashed' }];
}

/** A horizontal line to compare curves with, or nothing if its value is unknown. */
function baseline(label: string, value: number | undefined, epochs: number, line: Curve['line']): Curve[] {
  if (value === undefined || line === undefined) return [];
  const values = Array.from({ length: epochs }, () => value);
  return [{ label, colour: '--muted', line, values }];
}

/** Baselines: test errors reached without training a network. PCA gets the first model's code size. */
function baselines(models: readonly ShippedModel[], epochs: number): Curve[] {
  const first = models[0];
  if (!first) return [];
  const {
    recipe: { loss },
    code_size: size,
  } = first;
  const floor = loss === 'bce' ? first.metrics.bce - first.metrics.bce_above_floor : undefined;
  const mean = loss === 'bce' ? first.metrics.mean_image_bce : first.metrics.mean_image_mse;
  return [
    ...baseline(t`the mean digit`, mean, epochs, 'dotted'),
    ...baseline(`PCA-${size}`, manifest.value.pca[size]?.[loss], epochs, 'dashed'),
    ...baseline(t`a perfect copy`, floor, epochs, 'dotted'),
  ];
}

/** Plots the recorded loss of each epoch. All models must have the same kind of loss, as they share an axis. */
export function HistoryPlot({ models }: { models: readonly ShippedModel[] }) {
  const key = models.map((model) => model.name).join();
  const { x, curves } = useMemo(() => {
    const epochs = Math.max(...models.map((model) => model.history.length));
    const own = models.flatMap((model, index) => historyCurves(model, colours[index] ?? '--muted', epochs));
    return {
      x: Array.from({ length: epochs }, (_, index) => index + 1),
      curves: [...own, ...baselines(models, epochs)],
    };
  }, [key]);
  const loss = lossName(models[0]?.recipe.loss ?? 'mse');
  return (
    <CurvePlot label={t`Loss after each epoch`} x={x} xLabel={t`epoch`} yLabel={loss} curves={curves} logarithmic />
  );
}
