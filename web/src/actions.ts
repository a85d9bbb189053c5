import { drawActions } from './features/draw/actions';
import { openModel, switchTheme } from './features/header/actions';
import { newNoise } from './features/noise/actions';
import type { Action } from './ui/action';

/** All actions that have keys, in the order in which the page lists them. */
export const actions: readonly Action[] = [...Object.values(drawActions), newNoise, openModel, switchTheme];
