import { type NoiseKind, state } from './state';

export const noiseKinds: readonly { kind: NoiseKind; label: string }[] = [
  { kind: 'none', label: 'None' },
  { kind: 'gaussian', label: 'Gaussian' },
  { kind: 'masking', label: 'Masking' },
  { kind: 'salt-pepper', label: 'Salt & pepper' },
];

const seeds = 1_000_000;

/** Another draw of the same noise. The seed is part of the address, so it stays short. */
export function rerollNoise(): void {
  state.noise.seed.value = Math.floor(Math.random() * seeds);
}
