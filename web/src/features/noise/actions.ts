import { t } from '../../language/t';
import { rerollNoise } from '../../state/noise';
import type { Action } from '../../ui/action';

export const newNoise: Action = { name: t`new noise`, keys: 'N', run: rerollNoise };
