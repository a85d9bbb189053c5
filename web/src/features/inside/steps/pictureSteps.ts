// The steps of the chapters about pictures: Noise, What it has never seen, and Three ways up.

import type { PictureSource, RankedPicture } from '../../../engine/experimentProtocol';
import { askWithReference } from '../../../state/insideEngine';
import { state } from '../../../state/state';
import { errorText } from '../../../ui/numbers';
import { askModel, compareTwo, rebuild } from './measure';
import type { Finding, Step } from './step';

const denoiser = 'denoising-256';
/** A network with the denoiser's layers that was trained on clean digits. */
const standard = 'hidden-256';

const addedNoise = 'gaussian:0.5';

async function denoise(model: string, digit: Float32Array) {
  const seed = state.noise.seed.value;
  const [level] = await askModel(model, (engine, id) => engine.noiseLevels(id, digit, [addedNoise], seed));
  if (!level) throw new Error(`${model} gave no answer`);
  return level;
}

const neverSawNoise: Step = {
  id: 'never-saw-noise',
  tab: 'noise-levels',
  model: denoiser,
  question: 'Your digit gets strong noise (σ = 0.5). Will a network that never saw noise in training remove it?',
  choices: [
    {
      id: 'most',
      label: 'Yes: over three quarters of the error goes',
      why: 'Its decoder has never learned to draw noise, and your digit is clear enough for the code to survive it.',
    },
    {
      id: 'part',
      label: 'In part',
      why: 'Its decoder has never learned to draw noise, so some of the noise is left out. But noise also disturbs the code, and this network has never learned to ignore it. The denoiser has.',
    },
    {
      id: 'none',
      label: 'No: over three quarters of the error stays',
      why: 'It has learned to return what it gets. It returns the noise too, as well as its code can hold it.',
    },
  ],
  async measure(digit) {
    const [untrained, trained] = await Promise.all([denoise(standard, digit), denoise(denoiser, digit)]);
    const left = untrained.rebuiltError / untrained.noisyError;
    return {
      outcome: left < 0.25 ? 'most' : left <= 0.75 ? 'part' : 'none',
      answer: `The noisy digit has an error of ${errorText(untrained.noisyError)}. This network brings it to ${errorText(untrained.rebuiltError)}, and the denoiser, which has the same layers, to ${errorText(trained.rebuiltError)}.`,
      pictures: [
        { pixels: untrained.noisy, caption: 'with noise' },
        { pixels: untrained.rebuilt, caption: 'never saw noise' },
        { pixels: trained.rebuilt, caption: 'denoiser' },
      ],
    };
  },
};

const priceOfDenoising: Step = {
  id: 'price-of-denoising',
  tab: 'noise-levels',
  model: denoiser,
  question:
    'Now without noise: which rebuilds your clean digit better, the denoiser or the network with the same layers that was trained on clean digits?',
  choices: [
    {
      id: denoiser,
      label: 'The denoiser',
      why: 'Training with noise did not cost anything here: what the denoiser has learned about digits helps with your clean one too.',
    },
    {
      id: standard,
      label: 'The one trained on clean digits',
      why: 'The denoiser has learned to distrust fine details, because noise looks like them. On a clean digit, that makes it less exact.',
    },
  ],
  measure: (digit) =>
    compareTwo(digit, [
      { model: denoiser, title: 'The denoiser' },
      { model: standard, title: 'the other network' },
    ]),
};

async function rank(source: PictureSource): Promise<RankedPicture> {
  const [ranked] = await askModel('deep-30', (engine, id) => engine.rankPictures(id, source), askWithReference);
  if (!ranked) throw new Error('deep-30 gave no answer');
  return ranked;
}

/** Whether the error of another picture is higher or lower than that of the digit. */
async function compareWith(other: PictureSource, name: string, digit: Float32Array): Promise<Finding> {
  const own = await rank({ kind: 'given', pixels: digit });
  const unfamiliar = await rank(other);
  return {
    outcome: unfamiliar.meanSquaredError > own.meanSquaredError ? 'higher' : 'lower',
    answer: `Your digit has an error of ${errorText(own.meanSquaredError)}, the ${name} of ${errorText(unfamiliar.meanSquaredError)}.`,
    pictures: [
      { pixels: own.rebuilt, caption: 'your digit, rebuilt' },
      { pixels: unfamiliar.pixels, caption: `the ${name}` },
      { pixels: unfamiliar.rebuilt, caption: `the ${name}, rebuilt` },
    ],
  };
}

const digitOrNoise: Step = {
  id: 'digit-or-noise',
  tab: 'not-a-digit',
  model: 'deep-30',
  question: 'Which does the deep network rebuild worse: your digit or random noise?',
  choices: [
    {
      id: 'lower',
      label: 'My digit',
      why: 'What you drew is further from the digits of the training set than noise is, as this network sees it.',
    },
    {
      id: 'higher',
      label: 'Random noise',
      why: 'Every pixel of the noise is random, so 30 numbers cannot describe it, and the decoder has only learned to draw digits. A large error says that a picture is unlike anything the network knows.',
    },
  ],
  measure: (digit) => compareWith({ kind: 'noise', count: 1, seed: state.noise.seed.value }, 'noise', digit),
};

const blankPage: Step = {
  id: 'blank-page',
  tab: 'not-a-digit',
  model: 'deep-30',
  question: 'A blank page is not a digit either. Is its error higher or lower than that of your digit?',
  choices: [
    {
      id: 'higher',
      label: 'Higher',
      why: 'The network expects some ink, and draws some where there is none.',
    },
    {
      id: 'lower',
      label: 'Lower',
      why: 'A low error does not prove that a picture is a digit. A blank page is simply easy to rebuild: most pixels of every digit are blank too.',
    },
  ],
  measure: (digit) => compareWith({ kind: 'blank' }, 'blank page', digit),
};

const decoders = [
  { id: 'conv-transpose', title: 'Transposed' },
  { id: 'conv-nearest', title: 'Upsampling' },
  { id: 'conv-unpool', title: 'Unpooling' },
] as const;

const bestDecoder: Step = {
  id: 'best-decoder',
  tab: 'decoders',
  question:
    'Three networks shrink your digit to four 7 × 7 maps, and enlarge these again in three ways. Which comes closest to your digit?',
  choices: [
    {
      id: 'conv-transpose',
      label: 'Transposed convolutions',
      why: 'Each number stamps a small pattern that the network has learned. On your digit, the seams between the stamps do little harm.',
    },
    {
      id: 'conv-nearest',
      label: 'Upsampling',
      why: 'Each number is repeated as a block, and a convolution then smooths the edges, so that no seams are left.',
    },
    {
      id: 'conv-unpool',
      label: 'Unpooling',
      why: 'Unpooling also gets switches from the encoder: the position of every maximum. They are not part of the code, so it knows far more about your digit than the other two.',
    },
  ],
  async measure(digit) {
    const found = await Promise.all(
      decoders.map(async (decoder) => ({ ...decoder, ...(await rebuild(decoder.id, digit)) })),
    );
    const best = found.reduce((a, b) => (b.meanSquaredError < a.meanSquaredError ? b : a));
    return {
      outcome: best.id,
      answer: `${best.title} has the lowest of the three errors: ${errorText(best.meanSquaredError)}.`,
      pictures: found.map(({ rebuilt, title, meanSquaredError }) => ({
        pixels: rebuilt,
        caption: `${title}, ${errorText(meanSquaredError)}`,
      })),
    };
  },
};

export const pictureSteps: readonly Step[] = [neverSawNoise, priceOfDenoising, digitOrNoise, blankPage, bestDecoder];
