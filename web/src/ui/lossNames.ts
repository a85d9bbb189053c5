/** The losses by their names in the core; another loss is called by that name. */
const names: Record<string, string> = { mse: 'squared error', bce: 'cross-entropy' };

export function lossName(loss: string): string {
  return names[loss] ?? loss;
}

/** The loss with its unit, as a mean over pixels. */
export function meanLossName(loss: string): string {
  return `mean ${lossName(loss)} per pixel${loss === 'bce' ? ', in nats' : ''}`;
}
