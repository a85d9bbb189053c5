/** What the page calls the losses, by their names in the core. A loss that is not listed keeps its core name. */
const names: Record<string, string> = { mse: 'squared error', bce: 'cross-entropy' };

export function lossName(loss: string): string {
  return names[loss] ?? loss;
}

/** The loss with its unit, as a mean over pixels. */
export function meanLossName(loss: string): string {
  return `mean ${lossName(loss)} per pixel${loss === 'bce' ? ', in nats' : ''}`;
}

/** Noise in the core's notation, such as "gaussian:mixed:0.9", in words. */
export function noiseName(noise: string): string {
  return noise.replace('gaussian', 'Gaussian').replace(':mixed:', ' up to ').replace(':', ' ');
}
