// The steps of the chapters Squeeze, and PCA and beyond.

import { pixelCount } from '../../../engine/protocol';
import { errorText } from '../../../ui/numbers';
import { compareTwo, rebuild } from './measure';
import type { Step } from './step';

const onlyTheCode =
  'The decoder gets only these numbers. Everything else in the rebuilt picture comes from what it has learned about digits in general.';

const numbersKept: Step = {
  id: 'numbers-kept',
  tab: 'layers',
  model: 'deep-30',
  question: `Your digit has ${pixelCount} pixels. How many numbers does the deep network keep of it?`,
  choices: [
    { id: '30', label: '30', why: onlyTheCode },
    { id: '100', label: '100', why: onlyTheCode },
    { id: '392', label: '392, one for every two pixels', why: onlyTheCode },
  ],
  async measure(digit) {
    const { code, rebuilt, meanSquaredError } = await rebuild('deep-30', digit);
    return {
      outcome: String(code.length),
      answer: `It keeps ${code.length} numbers and rebuilds your digit from them.`,
      pictures: [
        { pixels: digit, caption: `${pixelCount} pixels` },
        { pixels: rebuilt, caption: `from ${code.length} numbers, error ${errorText(meanSquaredError)}` },
      ],
    };
  },
};

/** Up to this factor, an error counts as about the same. */
const aboutTheSame = 4 / 3;

const halfTheCode: Step = {
  id: 'half-the-code',
  tab: 'sliders',
  model: 'under-64',
  question:
    'One network has a code of 128 numbers, another has only 64. What does halving the code do to the error of your digit?',
  choices: [
    {
      id: 'same',
      label: 'It grows by less than a third',
      why: 'For your digit, 64 numbers do nearly as well as 128: it has few details that a shorter code would lose.',
    },
    {
      id: 'more',
      label: 'It grows, but no more than threefold',
      why: 'With fewer numbers, something has to go. Training keeps what lowers the error most over all digits, so fine details go first.',
    },
    {
      id: 'most',
      label: 'It grows more than threefold',
      why: 'Your digit has details for which 128 numbers have room and 64 do not. Training keeps what lowers the error most over all digits, and that is not what matters most for yours.',
    },
  ],
  async measure(digit) {
    const [long, short] = await Promise.all([rebuild('under-128', digit), rebuild('under-64', digit)]);
    const growth = short.meanSquaredError / long.meanSquaredError;
    return {
      outcome: growth < aboutTheSame ? 'same' : growth <= 3 ? 'more' : 'most',
      answer: `The error is ${errorText(long.meanSquaredError)} with 128 numbers and ${errorText(short.meanSquaredError)} with 64.`,
      pictures: [
        { pixels: digit, caption: 'your digit' },
        { pixels: long.rebuilt, caption: `128 numbers, ${errorText(long.meanSquaredError)}` },
        { pixels: short.rebuilt, caption: `64 numbers, ${errorText(short.meanSquaredError)}` },
      ],
    };
  },
};

const pca = { model: 'pca-30', title: 'PCA' };

const pcaOrDeep: Step = {
  id: 'pca-or-deep',
  tab: 'components',
  model: 'pca-30',
  question: 'PCA and the deep network both keep 30 numbers. Which of them rebuilds your digit better?',
  choices: [
    {
      id: 'pca-30',
      label: 'PCA',
      why: 'A sum of fixed pictures can copy a little of anything, while the deep network draws what it knows. On a drawing unlike its training digits, that can be worse.',
    },
    {
      id: 'deep-30',
      label: 'The deep network',
      why: 'PCA can only add up fixed pictures, so it blurs strokes that lie between them. The deep network can also bend and move strokes.',
    },
  ],
  measure: (digit) => compareTwo(digit, [pca, { model: 'deep-30', title: 'Deep' }]),
};

const linearOrPca: Step = {
  id: 'linear-or-pca',
  tab: 'linear',
  question:
    'A linear network has learned its 30 numbers step by step. PCA has computed its own in one go. Which of them rebuilds your digit better?',
  choices: [
    {
      id: 'linear-30',
      label: 'The linear network',
      why: 'No linear network beats PCA over all training digits, but on a single digit one can be ahead, as here on yours.',
    },
    {
      id: 'pca-30',
      label: 'PCA',
      why: 'Over all training digits, no linear network can have a lower error than PCA, and training does not quite reach it.',
    },
    {
      id: 'same',
      label: 'Both equally well, within 5 %',
      why: 'Without activation functions, the best a network can learn is the very space of pictures that PCA computes. The view beside this shows how it gets there.',
    },
  ],
  measure: (digit) => compareTwo(digit, [{ model: 'linear-30', title: 'Linear' }, pca], 0.05),
};

export const squeezeSteps: readonly Step[] = [numbersKept, halfTheCode, pcaOrDeep, linearOrPca];
