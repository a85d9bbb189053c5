import { state } from './state';

const seeds = 1_000_000;

/** Another draw of the same noise. The seed is part of the address, so it stays short. */
export function rerollNoise(): void {
  state.noise.seed.value = Math.floor(Math.random() * seeds);
}
