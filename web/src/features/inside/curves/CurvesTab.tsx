import { useState } from 'preact/hooks';
import { t } from '../../../language/t';
import { listedModel, manifest, type ShippedModel } from '../../../state/catalogue';
import { HistoryPlot, mostModels } from '../../../ui/HistoryPlot';
import { meanLossName } from '../../../ui/lossNames';
import { wholeNumber } from '../../../ui/numbers';
import type { TabProps } from '../tabs';

/** The models whose curves are shown at first, in addition to the chosen model's. */
const shownAtFirst = ['denoising-256', 'deep-30', 'hidden-256'];

function title(model: ShippedModel): string {
  return listedModel(model.name)?.title ?? model.name;
}

function Comparison({ model, others }: { model: ShippedModel; others: readonly ShippedModel[] }) {
  const [chosen, setChosen] = useState<readonly string[]>(() =>
    others
      .filter((one) => shownAtFirst.includes(one.name))
      .slice(0, mostModels - 1)
      .map((one) => one.name),
  );
  const shown = [model, ...others.filter((one) => chosen.includes(one.name))];
  const isFull = shown.length >= mostModels;
  const toggle = (name: string) =>
    setChosen(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name]);
  return (
    <>
      <HistoryPlot models={shown} />
      <p class="inside-caption">
        {t`The loss: ${meanLossName(model.recipe.loss)}, averaged over each epoch (one pass through ${wholeNumber(model.images)} training digits).`}{' '}
        {model.validation_images > 0 &&
          t`The dashed curves show it on ${wholeNumber(model.validation_images)} digits held out of training.`}{' '}
        {t`A denoiser is compared with the clean digit. The flat lines are measured on the 10,000 test digits.`}
      </p>
      <div class="choices" role="group" aria-label={t`Compare with`}>
        {others.map((one) => (
          <button
            key={one.name}
            type="button"
            class="choice"
            aria-pressed={chosen.includes(one.name)}
            disabled={!chosen.includes(one.name) && isFull}
            onClick={() => toggle(one.name)}
          >
            {title(one)}
          </button>
        ))}
      </div>
      {isFull && <p class="inside-note">{t`The plot holds ${mostModels} models: remove one to add another.`}</p>}
    </>
  );
}

/** Plots the recorded losses of shipped models; models with the same kind of loss can share the plot. */
export default function CurvesTab({ summary }: TabProps) {
  const trained = manifest.value.models.filter((one) => one.history.length > 0);
  const model = trained.find((one) => one.name === summary.name);
  if (!model) return null;
  const others = trained.filter((one) => one !== model && one.recipe.loss === model.recipe.loss);
  return (
    <div class="inside-stack">
      <Comparison model={model} others={others} />
    </div>
  );
}
