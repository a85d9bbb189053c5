// The steps of the chapters about pictures: Noise, What it has never seen, and Three ways up.

import type { PictureSource, RankedPicture } from '../../../engine/experimentProtocol';
import { t } from '../../../language/t';
import { listedModel } from '../../../state/catalogue';
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
  if (!level) throw new Error(t`${model} gave no answer`);
  return level;
}

const neverSawNoise: Step = {
  id: 'never-saw-noise',
  tab: 'noise-levels',
  model: denoiser,
  question: t`Your digit gets strong noise (σ = 0.5). Will a network that never saw noise in training remove it?`,
  choices: [
    {
      id: 'most',
      label: t`Yes: over three quarters of the error goes`,
      why: t`Its decoder has never learned to draw noise, and your digit is clear enough for the code to survive it.`,
    },
    {
      id: 'part',
      label: t`In part`,
      why: t`Its decoder has never learned to draw noise, so some of the noise is left out. But noise also disturbs the code, and this network has never learned to ignore it. The denoiser has.`,
    },
    {
      id: 'none',
      label: t`No: over three quarters of the error stays`,
      why: t`It has learned to return what it gets. It returns the noise too, as well as its code can hold it.`,
    },
  ],
  async measure(digit) {
    const [untrained, trained] = await Promise.all([denoise(standard, digit), denoise(denoiser, digit)]);
    const left = untrained.rebuiltError / untrained.noisyError;
    return {
      outcome: left < 0.25 ? 'most' : left <= 0.75 ? 'part' : 'none',
      answer: t`The noisy digit has an error of ${errorText(untrained.noisyError)}. This network brings it to ${errorText(untrained.rebuiltError)}, and the denoiser, which has the same layers, to ${errorText(trained.rebuiltError)}.`,
      pictures: [
        { pixels: untrained.noisy, caption: t`with noise` },
        { pixels: untrained.rebuilt, caption: t`never saw noise` },
        { pixels: trained.rebuilt, caption: t`denoiser` },
      ],
    };
  },
};

const priceOfDenoising: Step = {
  id: 'price-of-denoising',
  tab: 'noise-levels',
  model: denoiser,
  question: t`Now without noise: which rebuilds your clean digit better, the denoiser or the network with the same layers that was trained on clean digits?`,
  choices: [
    {
      id: denoiser,
      label: t`The denoiser`,
      why: t`Training with noise did not cost anything here: what the denoiser has learned about digits helps with your clean one too.`,
    },
    {
      id: standard,
      label: t`The one trained on clean digits`,
      why: t`The denoiser has learned to distrust fine details, because noise looks like them. On a clean digit, that makes it less exact.`,
    },
  ],
  measure: (digit) =>
    compareTwo(digit, [
      { model: denoiser, title: t`The denoiser` },
      { model: standard, title: t`the other network` },
    ]),
};

async function rank(source: PictureSource): Promise<RankedPicture> {
  const [ranked] = await askModel('deep-30', (engine, id) => engine.rankPictures(id, source), askWithReference);
  if (!ranked) throw new Error(t`deep-30 gave no answer`);
  return ranked;
}

/** Whether the error of another picture is higher or lower than that of the digit. */
async function compareWith(other: PictureSource, name: string, digit: Float32Array): Promise<Finding> {
  const own = await rank({ kind: 'given', pixels: digit });
  const unfamiliar = await rank(other);
  return {
    outcome: unfamiliar.meanSquaredError > own.meanSquaredError ? 'higher' : 'lower',
    answer: t`Your digit has an error of ${errorText(own.meanSquaredError)}, ${name} of ${errorText(unfamiliar.meanSquaredError)}.`,
    pictures: [
      { pixels: own.rebuilt, caption: t`your digit, rebuilt` },
      { pixels: unfamiliar.pixels, caption: name },
      { pixels: unfamiliar.rebuilt, caption: t`${name}, rebuilt` },
    ],
  };
}

const digitOrNoise: Step = {
  id: 'digit-or-noise',
  tab: 'not-a-digit',
  model: 'deep-30',
  question: t`Which does the deep network rebuild worse: your digit or random noise?`,
  choices: [
    {
      id: 'lower',
      label: t`My digit`,
      why: t`What you drew is further from the digits of the training set than noise is, as this network sees it.`,
    },
    {
      id: 'higher',
      label: t`Random noise`,
      why: t`Every pixel of the noise is random, so 30 numbers cannot describe it, and the decoder has only learned to draw digits. A large error says that a picture is unlike anything the network knows.`,
    },
  ],
  measure: (digit) => compareWith({ kind: 'noise', count: 1, seed: state.noise.seed.value }, t`the noise`, digit),
};

const blankPage: Step = {
  id: 'blank-page',
  tab: 'not-a-digit',
  model: 'deep-30',
  question: t`A blank page is not a digit either. Is its error higher or lower than that of your digit?`,
  choices: [
    {
      id: 'higher',
      label: t`Higher`,
      why: t`The network expects some ink, and draws some where there is none.`,
    },
    {
      id: 'lower',
      label: t`Lower`,
      why: t`A low error does not prove that a picture is a digit. A blank page is simply easy to rebuild: most pixels of every digit are blank too.`,
    },
  ],
  measure: (digit) => compareWith({ kind: 'blank' }, t`the blank page`, digit),
};

const decoders = ['conv-transpose', 'conv-nearest', 'conv-unpool'];

const bestDecoder: Step = {
  id: 'best-decoder',
  tab: 'decoders',
  question: t`Three networks shrink your digit to four 7 × 7 maps, and enlarge these again in three ways. Which comes closest to your digit?`,
  choices: [
    {
      id: 'conv-transpose',
      label: t`Transposed convolutions`,
      why: t`Each number stamps a small pattern that the network has learned. On your digit, the seams between the stamps do little harm.`,
    },
    {
      id: 'conv-nearest',
      label: t`Upsampling`,
      why: t`Each number is repeated as a block, and a convolution then smooths the edges, so that no seams are left.`,
    },
    {
      id: 'conv-unpool',
      label: t`Unpooling`,
      why: t`Unpooling also gets switches from the encoder: the position of every maximum. They are not part of the code, so it knows far more about your digit than the other two.`,
    },
  ],
  async measure(digit) {
    const found = await Promise.all(
      decoders.map(async (id) => ({ id, title: listedModel(id)?.title ?? id, ...(await rebuild(id, digit)) })),
    );
    const best = found.reduce((a, b) => (b.meanSquaredError < a.meanSquaredError ? b : a));
    return {
      outcome: best.id,
      answer: t`${best.title} has the lowest of the three errors: ${errorText(best.meanSquaredError)}.`,
      pictures: found.map(({ rebuilt, title, meanSquaredError }) => ({
        pixels: rebuilt,
        caption: `${title}, ${errorText(meanSquaredError)}`,
      })),
    };
  },
};

export const pictureSteps: readonly Step[] = [neverSawNoise, priceOfDenoising, digitOrNoise, blankPage, bestDecoder];
