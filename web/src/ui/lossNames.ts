import { localNumber, t } from '../language/t';

/** What the page calls the losses, by their names in the core. A loss that is not listed keeps its core name. */
const names: Record<string, string> = { mse: t`squared error`, bce: t`cross-entropy` };

const noiseNames: Record<string, string> = {
  none: t`none`,
  gaussian: t`Gaussian`,
  masking: t`masking`,
  'salt-pepper': t`salt-pepper`,
};

export function lossName(loss: string): string {
  return names[loss] ?? loss;
}

/** The loss with its unit, as a mean over pixels. */
export function meanLossName(loss: string): string {
  return loss === 'bce' ? t`mean cross-entropy per pixel, in nats` : t`mean ${lossName(loss)} per pixel`;
}

/** Noise in the core's notation, such as "gaussian:mixed:0.9", in words. */
export function noiseName(noise: string): string {
  const [kind = '', ...rest] = noise.split(':');
  const name = noiseNames[kind] ?? kind;
  const level = localNumber(rest.at(-1) ?? '');
  if (level === '') return name;
  return rest.includes('mixed') ? t`${name} up to ${level}` : `${name} ${level}`;
}
