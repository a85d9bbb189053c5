// The steps of the chapters Squeeze, and PCA and beyond.

import { pixelCount } from '../../../engine/protocol';
import { t } from '../../../language/t';
import { errorText } from '../../../ui/numbers';
import { compareTwo, rebuild } from './measure';
import type { Step } from './step';

const onlyTheCode = t`The decoder gets only these numbers. Everything else in the rebuilt picture comes from what it has learned about digits in general.`;

const numbersKept: Step = {
  id: 'numbers-kept',
  tab: 'layers',
  model: 'deep-30',
  question: t`Your digit has ${pixelCount} pixels. How many numbers does the deep network keep of it?`,
  choices: [
    { id: '30', label: '30', why: onlyTheCode },
    { id: '100', label: '100', why: onlyTheCode },
    { id: '392', label: t`392, one for every two pixels`, why: onlyTheCode },
  ],
  async measure(digit) {
    const { code, rebuilt, meanSquaredError } = await rebuild('deep-30', digit);
    return {
      outcome: String(code.length),
      answer: t`It keeps ${code.length} numbers and rebuilds your digit from them.`,
      pictures: [
        { pixels: digit, caption: t`${pixelCount} pixels` },
        { pixels: rebuilt, caption: t`from ${code.length} numbers, error ${errorText(meanSquaredError)}` },
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
  question: t`One network has a code of 128 numbers, another has only 64. What does halving the code do to the error of your digit?`,
  choices: [
    {
      id: 'same',
      label: t`It grows by less than a third`,
      why: t`For your digit, 64 numbers do nearly as well as 128: it has few details that a shorter code would lose.`,
    },
    {
      id: 'more',
      label: t`It grows, but no more than threefold`,
      why: t`With fewer numbers, something has to go. Training keeps what lowers the error most over all digits, so fine details go first.`,
    },
    {
      id: 'most',
      label: t`It grows more than threefold`,
      why: t`Your digit has details for which 128 numbers have room and 64 do not. Training keeps what lowers the error most over all digits, and that is not what matters most for yours.`,
    },
  ],
  async measure(digit) {
    const [long, short] = await Promise.all([rebuild('under-128', digit), rebuild('under-64', digit)]);
    const growth = short.meanSquaredError / long.meanSquaredError;
    return {
      outcome: growth < aboutTheSame ? 'same' : growth <= 3 ? 'more' : 'most',
      answer: t`The error is ${errorText(long.meanSquaredError)} with 128 numbers and ${errorText(short.meanSquaredError)} with 64.`,
      pictures: [
        { pixels: digit, caption: t`your digit` },
        { pixels: long.rebuilt, caption: t`128 numbers, ${errorText(long.meanSquaredError)}` },
        { pixels: short.rebuilt, caption: t`64 numbers, ${errorText(short.meanSquaredError)}` },
      ],
    };
  },
};

const pca = { model: 'pca-30', title: 'PCA' };

const pcaOrDeep: Step = {
  id: 'pca-or-deep',
  tab: 'components',
  model: 'pca-30',
  question: t`PCA and the deep network both keep 30 numbers. Which of them rebuilds your digit better?`,
  choices: [
    {
      id: 'pca-30',
      label: 'PCA',
      why: t`A sum of fixed pictures can copy a little of anything, while the deep network draws what it knows. On a drawing unlike its training digits, that can be worse.`,
    },
    {
      id: 'deep-30',
      label: t`The deep network`,
      why: t`PCA can only add up fixed pictures, so it blurs strokes that lie between them. The deep network can also bend and move strokes.`,
    },
  ],
  measure: (digit) => compareTwo(digit, [pca, { model: 'deep-30', title: t`Deep` }]),
};

const linearOrPca: Step = {
  id: 'linear-or-pca',
  tab: 'linear',
  question: t`A linear network has learned its 30 numbers step by step. PCA has computed its own in one go. Which of them rebuilds your digit better?`,
  choices: [
    {
      id: 'linear-30',
      label: t`The linear network`,
      why: t`No linear network beats PCA over all training digits, but on a single digit one can be ahead, as here on yours.`,
    },
    {
      id: 'pca-30',
      label: 'PCA',
      why: t`Over all training digits, no linear network can have a lower error than PCA, and training does not quite reach it.`,
    },
    {
      id: 'same',
      label: t`Both equally well, within 5 %`,
      why: t`Without activation functions, the best a network can learn is the very space of pictures that PCA computes. The view beside this shows how it gets there.`,
    },
  ],
  measure: (digit) => compareTwo(digit, [{ model: 'linear-30', title: t`Linear` }, pca], 0.05),
};

export const squeezeSteps: readonly Step[] = [numbersKept, halfTheCode, pcaOrDeep, linearOrPca];
