// The command that does the same run with the program `hourglass`, on the very files that the page uses, and how
// its result differs from the page's.

import { computed } from '@preact/signals';
import { plural, t } from '../../language/t';
import { listedModel } from '../../state/catalogue';
import { fileNameOf } from '../../state/models';
import { type ModelCard, modelCard, state } from '../../state/state';
import { wholeNumber } from '../../ui/numbers';
import { isUntrained, learningRate, sparsity, trainingLoss, trainingNoise } from './request';

/** The images of each file that the page trains on. */
const files = {
  sample: { name: 'train-sample.idx.gz', images: 3000 },
  more: { name: 'train-more.idx.gz', images: 10000 },
};
const folder = 'page-images';

const isOnHost = (card: ModelCard) => card.origin.kind === 'shipped' && !card.tuned.value;

/** The file of a network from which the page opens it, or to which its card saves it. */
const sourceFile = (card: ModelCard) =>
  isOnHost(card) && listedModel(card.id)?.int8 ? `${card.id}.int8.safetensors` : fileNameOf(card);

const trainsOnDrawings = () => state.tuning.images.value === 'drawings' || state.tuning.images.value === 'both';

function fileOfImages() {
  const { images } = state.tuning;
  return images.value === 'more' || images.value === 'both' ? files.more : files.sample;
}

/** The program trains for whole epochs. */
export function lengthOfRun(): { epochs: number; steps: number } {
  const perEpoch = Math.ceil(fileOfImages().images / state.tuning.batch.value);
  const epochs = Math.ceil(state.tuning.steps.value / perEpoch);
  return { epochs, steps: epochs * perEpoch };
}

/** Quotes a word unless the shell takes it as it is. */
export function shellWord(word: string): string {
  return /^[\w.,:/=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

const addressOf = (path: string) => shellWord(new URL(path, document.baseURI).href);

/** The options of the run. The last ones are how the page trains, whatever the network's own recipe says. */
function options(card: ModelCard): string {
  return [
    `--from ${shellWord(sourceFile(card))} --data ${folder} --out ${shellWord(`trained-${fileNameOf(card)}`)}`,
    `--lr ${learningRate()} --batch ${state.tuning.batch.value} --epochs ${lengthOfRun().epochs}`,
    `--loss ${trainingLoss()} --l1 ${sparsity()} --noise ${trainingNoise()} --seed ${state.noise.seed.value}`,
    '--optimizer adam --schedule constant --warmup 0 --weight-decay 0 --early-stopping 0',
  ].join(' ');
}

const chosenCard = computed(() => modelCard(state.tuning.model.value));

export const command = computed((): string => {
  const card = chosenCard.value;
  if (!card?.summary.value) return '';
  return [
    `mkdir -p ${folder}`,
    `curl -Lo ${folder}/train-images-idx3-ubyte.gz ${addressOf(`data/${fileOfImages().name}`)}`,
    ...(isOnHost(card) ? [`curl -LO ${addressOf(`models/${sourceFile(card)}`)}`] : []),
    `hourglass train ${options(card)}`,
  ].join('\n');
});

/** Says what to do first, and how the run differs from the one on the page. */
export const differences = computed((): string[] => {
  const card = chosenCard.value;
  if (!card) return [];
  const { epochs, steps } = lengthOfRun();
  return [
    ...(isOnHost(card) ? [] : [t`First save the network as a file, with the button on its card.`]),
    ...(steps === state.tuning.steps.value
      ? []
      : [
          plural(
            epochs,
            t`The program trains for one whole epoch, or ${wholeNumber(steps)} steps.`,
            t`The program trains for ${epochs} whole epochs, or ${wholeNumber(steps)} steps.`,
          ),
        ]),
    ...(isUntrained(card.id)
      ? []
      : [t`The program goes all the way to the new weights; the page moves halfway there.`]),
    ...(trainsOnDrawings() ? [t`The program does not get your drawings, which stay in this browser.`] : []),
  ];
});
