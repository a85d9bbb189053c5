// Whether a run begins with the losses that the command line has for the same network, images, settings and seed.

import { effect } from '@preact/signals';
import { fetchBytes } from '../../../engine/fetchBytes';
import { once } from '../../../engine/once';
import type { FineTuneRequest, TrainingRecipe } from '../../../engine/protocol';
import type { TuningRun } from '../../../state/state';

/** The command line's losses of one run; `npm run first-losses` wrote them. */
interface Reference {
  model: string;
  seed: number;
  recipe: Omit<TrainingRecipe, 'epochs'>;
  losses: number[];
}

/** Native and WebAssembly code round differently, so their losses differ a little. */
const tolerance = 1e-4;

const readReferences = once(async () => {
  const bytes = await fetchBytes('models/first-losses.json');
  return JSON.parse(new TextDecoder().decode(bytes)) as Reference[];
});

function isOf({ model, seed, recipe }: Reference, asked: FineTuneRequest): boolean {
  const names = Object.keys(recipe) as (keyof Reference['recipe'])[];
  return model === asked.model && seed === asked.seed && names.every((name) => recipe[name] === asked.recipe[name]);
}

/** Compares a run that starts from the page's own weights and images with the command line's, if that is known. */
export async function compareFirstLosses(run: TuningRun, asked: FineTuneRequest): Promise<void> {
  const reference = (await readReferences()).find((one) => isOf(one, asked));
  if (!reference) return;
  const { losses } = reference;
  const stop = effect(() => {
    const points = run.points.value;
    if (points.length < losses.length) return;
    run.isReproduced.value = losses.every((loss, index) => {
      const own = points[index]?.loss ?? Number.NaN;
      return Math.abs(own - loss) <= tolerance * loss;
    });
    queueMicrotask(() => stop());
  });
}
