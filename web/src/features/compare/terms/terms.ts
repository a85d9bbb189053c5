import { t } from '../../../language/t';

/** What the technical terms of the cards mean, in a sentence or two. */
export const terms = {
  pca: t`Principal component analysis. It rebuilds each digit as a sum of fixed patterns.`,
  code: t`The few numbers that are kept of your digit. The picture is rebuilt from them alone.`,
  error: t`The mean squared error: the difference between each rebuilt pixel and the clean digit, squared, as a mean over all pixels. 0 is a perfect copy.`,
  weights: t`The numbers that a model has learned from its training images. They are the same for every digit.`,
  products: t`How many times a number is multiplied by a weight and added up to compress one picture and rebuild it. The time below is what that takes on this device, as the mean of the last 60 times.`,
  test: t`Digits that no model was trained on. This is the mean error on them, without noise.`,
};
