// How the steps ask the live models, with the weights that they have now.

import { effect } from '@preact/signals';
import type { Engine } from '../../../engine/client';
import { failed, type Outcome, type Reconstruction } from '../../../engine/protocol';
import { t } from '../../../language/t';
import { askInside } from '../../../state/insideEngine';
import { openListed } from '../../../state/models';
import type { ModelCard } from '../../../state/state';
import { errorText } from '../../../ui/numbers';
import type { Finding } from './step';

async function openModel(name: string): Promise<ModelCard> {
  const card = await openListed(name);
  await new Promise<void>((resolve) => {
    const stop = effect(() => {
      if (!card.summary.value && !card.error.value) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
  if (!card.summary.value) throw new Error(card.error.value ?? t`${name} could not be opened`);
  return card;
}

export function unwrap<T>(outcome: Outcome<T>): T {
  if (failed(outcome)) throw new Error(outcome.error);
  return outcome.value;
}

/** Asks about a shipped model; `through` is `askWithReference` for questions about the test digits. */
export async function askModel<T>(
  name: string,
  ask: (engine: Engine, id: string) => Promise<Outcome<T>>,
  through: typeof askInside = askInside,
): Promise<T> {
  return unwrap(await through(await openModel(name), ask));
}

/** What a shipped model makes of a picture: its code, its reconstruction and the error of that. */
export function rebuild(name: string, pixels: Float32Array): Promise<Reconstruction> {
  return askModel(name, async (engine, id) => {
    const look = await engine.look({ input: { kind: 'pixels', pixels }, noise: 'none', seed: 1, models: [id] });
    return failed(look) ? look : (look.value.models[id] ?? { error: t`${name} gave no answer` });
  });
}

interface Titled {
  model: string;
  title: string;
}

/** Compares the pictures of two models; errors that differ by at most `tie` of the larger one count as equal. */
export async function compareTwo(digit: Float32Array, [a, b]: readonly [Titled, Titled], tie = 0): Promise<Finding> {
  const [ofA, ofB] = await Promise.all([rebuild(a.model, digit), rebuild(b.model, digit)]);
  const [errorA, errorB] = [ofA.meanSquaredError, ofB.meanSquaredError];
  const isTie = Math.abs(errorA - errorB) <= tie * Math.max(errorA, errorB);
  return {
    outcome: isTie ? 'same' : errorA < errorB ? a.model : b.model,
    answer: t`${a.title} has an error of ${errorText(errorA)}, ${b.title} of ${errorText(errorB)}.`,
    pictures: [
      { pixels: digit, caption: t`your digit` },
      { pixels: ofA.rebuilt, caption: `${a.title}, ${errorText(errorA)}` },
      { pixels: ofB.rebuilt, caption: `${b.title}, ${errorText(errorB)}` },
    ],
  };
}
