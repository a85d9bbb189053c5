import { t } from '../language/t';
import { type NoiseKind, state } from './state';

export const noiseKinds: readonly { kind: NoiseKind; label: string; hint: string }[] = [
  { kind: 'none', label: t`None`, hint: t`The networks get the clean digit` },
  { kind: 'gaussian', label: t`Gaussian`, hint: t`Changes every pixel at random; the level is the standard deviation` },
  { kind: 'masking', label: t`Masking`, hint: t`Blanks random pixels; the level is their share` },
  {
    kind: 'salt-pepper',
    label: t`Salt & pepper`,
    hint: t`Makes random pixels black or white; the level is their share`,
  },
];

const seeds = 1_000_000;

/** Replaces the noise by new noise of the same kind. The seed is part of the address, so it is kept short. */
export function rerollNoise(): void {
  state.noise.seed.value = Math.floor(Math.random() * seeds);
}
