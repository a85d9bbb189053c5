import { type ModelSummary, measuredDigits } from '../../../engine/protocol';
import { type Metrics, type Recipe, type ShippedModel, shippedModel } from '../../../state/catalogue';
import type { ModelCard } from '../../../state/state';
import { HistoryPlot } from '../../../ui/HistoryPlot';
import { lossName, noiseName } from '../../../ui/lossNames';
import { codeText, duration, errorText, fileSize, lossText, percent, wholeNumber } from '../../../ui/numbers';
import { bytesText, timeText } from '../costs';
import { layerWidths } from '../Silhouette';

type Fact = readonly [name: string, value: string];

function Facts({ title, facts, isLong }: { title: string; facts: readonly Fact[]; isLong?: boolean }) {
  return (
    <section class={isLong ? 'facts facts-long' : 'facts'}>
      <h3 class="eyebrow">{title}</h3>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function networkFacts(summary: ModelSummary): Fact[] {
  return [
    ['name', summary.name],
    ['layer sizes', layerWidths(summary).map(wholeNumber).join(' · ')],
    ['code', codeText(summary)],
    ['weights', wholeNumber(summary.parameters)],
  ];
}

/** What it takes to rebuild the digit on the pad, and how close the picture comes. */
function pictureFacts(card: ModelCard, summary: ModelSummary): Fact[] {
  const error = card.result.value?.meanSquaredError;
  const time = timeText(card);
  return [
    ['code', `${bytesText(summary)} (4 per number${summary.switches > 0 ? ' or switch' : ''})`],
    ['multiply-adds', wholeNumber(summary.multiply_adds)],
    ...(error === undefined ? [] : ([['error (MSE)', errorText(error)]] as const)),
    ...(time === null ? [] : ([['time', `${time} on average`]] as const)),
  ];
}

const optimizerNames = { adam: 'Adam', adamw: 'AdamW', sgd: 'SGD' };

function scheduleText({ optimizer, schedule = 'constant', warmup = 0 }: Recipe): string {
  const course = schedule === 'constant' ? '' : `, ${schedule}`;
  return `${optimizerNames[optimizer]}${course}${warmup > 0 ? `, ${percent(warmup)} warm-up` : ''}`;
}

function recipeFacts(shipped: ShippedModel, fit: ModelSummary['fit']): Fact[] {
  const { recipe, images, validation_images, seed, seconds, bytes, weights, int8 } = shipped;
  const training: Fact[] = [
    ['loss', `${lossName(recipe.loss)} (${recipe.loss.toUpperCase()})`],
    ['learning rate', `${recipe.learning_rate}, ${scheduleText(recipe)}`],
    ...(recipe.weight_decay ? ([['weight decay', String(recipe.weight_decay)]] as const) : []),
    ['epochs', `${shipped.history.length}, batches of ${recipe.batch}`],
    ['input noise', noiseName(recipe.noise)],
    ...(recipe.l1 > 0 ? ([['code penalty', `L1, λ = ${recipe.l1}`]] as const) : []),
  ];
  return [
    ...(fit === 'pca' ? ([['fit', 'exact, no epochs']] as const) : training),
    [
      'images',
      `${wholeNumber(images)} of MNIST${validation_images ? `, ${wholeNumber(validation_images)} more held out` : ''}`,
    ],
    ['seed', String(seed)],
    ['time', seconds === null ? '–' : `${duration(seconds)} on one thread`],
    ...(int8 ? ([['weights on this page', `8 bits each, ${fileSize(int8.bytes)}`]] as const) : []),
    [int8 ? 'exact file' : 'file', `${fileSize(bytes)}, ${weights === 'int8' ? '8-bit weights' : weights}`],
  ];
}

/** Says what the 8-bit weights cost, and offers the exact ones. */
function ExactWeights({ shipped: { file, bytes, int8, metrics } }: { shipped: ShippedModel }) {
  if (!int8) return null;
  const change = int8.mse / metrics.mse - 1;
  return (
    <section class="facts facts-wide">
      <h3 class="eyebrow">8-bit weights</h3>
      <p>
        So that it arrives sooner, the page opens this model with weights of 8 bits each. Its error on the test set is
        then {lossText(int8.mse)} instead of {lossText(metrics.mse)} ({change < 0 ? '−' : '+'}
        {percent(Math.abs(change))}).
      </p>
      <a class="button" href={`./models/${file}`} download={file}>
        Download the exact weights ({fileSize(bytes)})
      </a>
    </section>
  );
}

function metricFacts(metrics: Metrics): Fact[] {
  return [
    ['mean squared error', metrics.mse.toFixed(5)],
    ['squared error per image', metrics.squared_error_per_image.toFixed(2)],
    ['PSNR', `${metrics.psnr.toFixed(2)} dB`],
    ['cross-entropy above a perfect copy', metrics.bce_above_floor.toFixed(4)],
    ['variance explained', percent(metrics.explained_variance)],
    ['dead units in the code', String(metrics.dead_units)],
  ];
}

function Training({ shipped, summary }: { shipped: ShippedModel; summary: ModelSummary }) {
  const { metrics, noisy_metrics: noisy, recipe } = shipped;
  const digits = `${wholeNumber(metrics.images)} test digits`;
  return (
    <>
      <Facts title="Recipe" isLong facts={recipeFacts(shipped, summary.fit)} />
      <Facts title={`On ${digits}`} facts={metricFacts(metrics)} />
      {noisy && <Facts title={`On ${digits} with noise (${noiseName(recipe.noise)})`} facts={metricFacts(noisy)} />}
      {shipped.history.length > 0 && (
        <section class="facts facts-wide">
          <h3 class="eyebrow">Training</h3>
          <HistoryPlot models={[shipped]} />
        </section>
      )}
      <ExactWeights shipped={shipped} />
      <section class="facts facts-wide">
        <h3 class="eyebrow">Train it yourself</h3>
        <code>{shipped.command}</code>
      </section>
    </>
  );
}

function tunedText({ measured: { value: measured } }: ModelCard, isShipped: boolean): string {
  const results = measured
    ? ` Measured here on ${measuredDigits} test digits without noise, its error was ${lossText(measured.before)} and is now ${lossText(measured.now)}.`
    : '';
  return `You have fine-tuned this model${isShipped ? '; the results above are from before that' : ''}.${results}`;
}

/** Shows everything known about a model. Only shipped models have a recipe and test results. */
export function ModelFacts({ card, summary }: { card: ModelCard; summary: ModelSummary }) {
  const shipped = shippedModel(card);
  return (
    <div class="model-facts">
      <Facts title="Network" facts={networkFacts(summary)} />
      <Facts title="To rebuild your digit" facts={pictureFacts(card, summary)} />
      {shipped && <Training shipped={shipped} summary={summary} />}
      {card.tuned.value && <p class="facts-wide">{tunedText(card, shipped !== undefined)}</p>}
      {!shipped && (
        <p class="facts-wide">The recipe and test results are known only for models that come with the page.</p>
      )}
    </div>
  );
}
