import { type ModelSummary, measuredDigits } from '../../../engine/protocol';
import { localNumber, t } from '../../../language/t';
import { type Metrics, type Recipe, type ShippedModel, shippedModel } from '../../../state/catalogue';
import { saveModel, saveOnnx } from '../../../state/models';
import type { ModelCard } from '../../../state/state';
import { HistoryPlot } from '../../../ui/HistoryPlot';
import { lossName, noiseName } from '../../../ui/lossNames';
import { codeText, duration, errorText, fileSize, fixed, lossText, percent, wholeNumber } from '../../../ui/numbers';
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
    [t`name`, summary.name],
    [t`layer sizes`, layerWidths(summary).map(wholeNumber).join(' · ')],
    [t`code`, codeText(summary)],
    [t`weights`, wholeNumber(summary.parameters)],
  ];
}

/** What it takes to rebuild the digit on the pad, and how close the picture comes. */
function pictureFacts(card: ModelCard, summary: ModelSummary): Fact[] {
  const error = card.result.value?.meanSquaredError;
  const time = timeText(card);
  return [
    [
      t`code`,
      summary.switches > 0
        ? t`${bytesText(summary)} (4 per number or switch)`
        : t`${bytesText(summary)} (4 per number)`,
    ],
    [t`multiply-adds`, wholeNumber(summary.multiply_adds)],
    ...(error === undefined ? [] : ([[t`error (MSE)`, errorText(error)]] as const)),
    ...(time === null ? [] : ([[t`time`, t`${time} on average`]] as const)),
  ];
}

const optimizerNames = { adam: 'Adam', adamw: 'AdamW', sgd: 'SGD' };

function scheduleText({ optimizer, schedule = 'constant', warmup = 0 }: Recipe): string {
  const course = schedule === 'constant' ? [] : [schedule === 'cosine' ? t`cosine` : schedule];
  return [optimizerNames[optimizer], ...course, ...(warmup > 0 ? [t`${percent(warmup)} warm-up`] : [])].join(', ');
}

function recipeFacts(shipped: ShippedModel, fit: ModelSummary['fit']): Fact[] {
  const { recipe, images, validation_images, seed, seconds, bytes, weights, int8 } = shipped;
  const training: Fact[] = [
    [t`loss`, `${lossName(recipe.loss)} (${recipe.loss.toUpperCase()})`],
    [t`learning rate`, `${localNumber(String(recipe.learning_rate))}, ${scheduleText(recipe)}`],
    ...(recipe.weight_decay ? ([[t`weight decay`, localNumber(String(recipe.weight_decay))]] as const) : []),
    [t`epochs`, t`${shipped.history.length}, batches of ${recipe.batch}`],
    [t`input noise`, noiseName(recipe.noise)],
    ...(recipe.l1 > 0 ? ([[t`code penalty`, `L1, λ = ${localNumber(String(recipe.l1))}`]] as const) : []),
  ];
  return [
    ...(fit === 'pca' ? ([[t`fit`, t`exact, no epochs`]] as const) : training),
    [
      t`images`,
      validation_images
        ? t`${wholeNumber(images)} of MNIST, ${wholeNumber(validation_images)} more held out`
        : t`${wholeNumber(images)} of MNIST`,
    ],
    [t`seed`, String(seed)],
    [t`time`, seconds === null ? '–' : t`${duration(seconds)} on one thread`],
    ...(int8 ? ([[t`weights on this page`, t`8 bits each, ${fileSize(int8.bytes)}`]] as const) : []),
    [int8 ? t`exact file` : t`file`, `${fileSize(bytes)}, ${weights === 'int8' ? t`8-bit weights` : weights}`],
  ];
}

/** Says what the 8-bit weights cost, and offers the exact ones. */
function ExactWeights({ shipped: { file, bytes, int8, metrics } }: { shipped: ShippedModel }) {
  if (!int8) return null;
  const change = int8.mse / metrics.mse - 1;
  return (
    <section class="facts facts-wide">
      <h3 class="eyebrow">{t`8-bit weights`}</h3>
      <p>
        {t`So that it arrives sooner, the page opens this model with weights of 8 bits each. Its error on the test set is then ${lossText(int8.mse)} instead of ${lossText(metrics.mse)} (${change < 0 ? '−' : '+'}${percent(Math.abs(change))}).`}
      </p>
      <a class="button" href={`./models/${file}`} download={file}>
        {t`Download the exact weights (${fileSize(bytes)})`}
      </a>
    </section>
  );
}

function metricFacts(metrics: Metrics): Fact[] {
  return [
    [t`mean squared error`, fixed(metrics.mse, 5)],
    [t`squared error per image`, fixed(metrics.squared_error_per_image, 2)],
    ['PSNR', `${fixed(metrics.psnr, 2)} dB`],
    [t`cross-entropy above a perfect copy`, fixed(metrics.bce_above_floor, 4)],
    [t`variance explained`, percent(metrics.explained_variance)],
    [t`dead units in the code`, String(metrics.dead_units)],
  ];
}

function Training({ shipped, summary }: { shipped: ShippedModel; summary: ModelSummary }) {
  const { metrics, noisy_metrics: noisy, recipe } = shipped;
  const digits = t`${wholeNumber(metrics.images)} test digits`;
  return (
    <>
      <Facts title={t`Recipe`} isLong facts={recipeFacts(shipped, summary.fit)} />
      <Facts title={t`On ${digits}`} facts={metricFacts(metrics)} />
      {noisy && <Facts title={t`On ${digits} with noise (${noiseName(recipe.noise)})`} facts={metricFacts(noisy)} />}
      {shipped.history.length > 0 && (
        <section class="facts facts-wide">
          <h3 class="eyebrow">{t`Training`}</h3>
          <HistoryPlot models={[shipped]} />
        </section>
      )}
      <ExactWeights shipped={shipped} />
      <section class="facts facts-wide">
        <h3 class="eyebrow">{t`Train it yourself`}</h3>
        <code>{shipped.command}</code>
      </section>
    </>
  );
}

function tunedText({ measured: { value: measured } }: ModelCard, isShipped: boolean): string {
  const tuned = isShipped
    ? t`You have fine-tuned this model; the results above are from before that.`
    : t`You have fine-tuned this model.`;
  const results = measured
    ? t`Measured here on ${measuredDigits} test digits without noise, its error was ${lossText(measured.before)} and is now ${lossText(measured.now)}.`
    : '';
  return `${tuned} ${results}`;
}

/** Saves the model for use elsewhere, with the weights that it has now. */
function Files({ card, summary }: { card: ModelCard; summary: ModelSummary }) {
  const button = (text: string, save: () => Promise<void>) => (
    <button type="button" class="button" onClick={() => void save()}>
      {text}
    </button>
  );
  return (
    <section class="facts facts-wide">
      <h3 class="eyebrow">{t`Use it elsewhere`}</h3>
      <p>
        {t`The files hold the weights that the model has now. ONNX files run in ONNX Runtime, in many languages and without this page; a safetensors file can be opened here, on the command line and in Python.`}
      </p>
      <div class="facts-buttons">
        {button(t`Save as ONNX`, () => saveOnnx(card, 'whole'))}
        {button(t`Only the encoder`, () => saveOnnx(card, 'encoder'))}
        {summary.decodes_alone && button(t`Only the decoder`, () => saveOnnx(card, 'decoder'))}
        {button(t`Save as .safetensors`, () => saveModel(card))}
      </div>
    </section>
  );
}

/** Shows everything known about a model. Only shipped models have a recipe and test results. */
export function ModelFacts({ card, summary }: { card: ModelCard; summary: ModelSummary }) {
  const shipped = shippedModel(card);
  return (
    <div class="model-facts">
      <Facts title={t`Network`} facts={networkFacts(summary)} />
      <Facts title={t`To rebuild your digit`} facts={pictureFacts(card, summary)} />
      {shipped && <Training shipped={shipped} summary={summary} />}
      {card.tuned.value && <p class="facts-wide">{tunedText(card, shipped !== undefined)}</p>}
      <Files card={card} summary={summary} />
      {!shipped && (
        <p class="facts-wide">{t`The recipe and test results are known only for models that come with the page.`}</p>
      )}
    </div>
  );
}
