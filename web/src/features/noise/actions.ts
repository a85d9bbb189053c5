import { rerollNoise } from '../../state/noise';
import type { Action } from '../../ui/action';

export const newNoise: Action = { name: 'new noise', keys: 'N', run: rerollNoise };
