import { t } from '../../../language/t';

/** What the technical terms of the cards mean, in a sentence or two. */
export const terms = {
  pca: t`Principal component analysis. It rebuilds each digit as a sum of fixed patterns.`,
  code: t`The few numbers that are kept of your digit. The picture is rebuilt from them alone.`,
  error: t`The mean squared error: the difference between each rebuilt pixel and the clean digit, squared, as a mean over all pixels. 0 is a perfect copy.`,
  weights: t`The numbers that a model has learned from its training images. They are the same for every digit.`,
  test: t`Digits that no model was trained on. This is the mean error on them, without noise.`,
};
