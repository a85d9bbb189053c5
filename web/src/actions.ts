import { drawActions } from './features/draw/actions';
import { penKeys } from './features/draw/keyPen';
import { openModel, switchTheme } from './features/header/actions';
import { newNoise } from './features/noise/actions';
import type { Action, Shortcut } from './ui/action';

/** All actions that have keys. */
export const actions: readonly Action[] = [...Object.values(drawActions), newNoise, openModel, switchTheme];

/** All keys, in the order in which the page lists them. */
export const shortcuts: readonly Shortcut[] = [...penKeys, ...actions];
