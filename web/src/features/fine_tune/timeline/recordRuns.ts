// Keeps each run of fine-tuning in the timeline: now and then while it lasts, and whenever it stops.

import { effect, type ReadonlySignal, untracked } from '@preact/signals';
import { latestOnly } from '../../../engine/latest';
import type { TrainingRecipe } from '../../../engine/protocol';
import { keepRun, modelOfRun, type Run } from '../../../state/runs';
import { type ModelCard, modelCard, state } from '../../../state/state';
import { tunedWeights } from '../../../state/visit';

/** Saving takes a moment too, so that a crash loses at most five seconds of a run. */
const keepMilliseconds = 4000;

type Settings = Omit<Run, 'steps' | 'changes' | 'losses' | 'errors' | 'bytes'>;

interface Current {
  card: ModelCard;
  settings: Settings;
}

let current: Current | null = null;
let keptAt = 0;

function begin(recipe: TrainingRecipe): Current | null {
  const { tuning, drawings, noise } = state;
  const card = modelCard(tuning.model.value);
  if (!card) return null;
  const startedAt = Date.now();
  const images = tuning.images.value;
  const settings = {
    id: `${startedAt}-${crypto.getRandomValues(new Uint32Array(1))[0]}`,
    startedAt,
    model: modelOfRun(card),
    images,
    drawings: images === 'drawings' || images === 'both' ? drawings.value.length : 0,
    recipe,
    seed: noise.seed.value,
  };
  return { card, settings };
}

const keepNow = latestOnly(async () => {
  if (!current) return;
  const { card, settings } = current;
  const { step, points, errors, run: plotted } = state.tuning;
  const changes = plotted.value?.changes.value ?? [];
  const run = { ...settings, steps: step.value, changes, losses: points.value, errors: errors.value };
  card.run.value = run.id;
  const weights = await tunedWeights(card);
  if (weights) await keepRun({ ...run, bytes: weights.bytes.length }, weights);
});

export function recordRuns(recipe: ReadonlySignal<TrainingRecipe>): void {
  const { phase, step } = state.tuning;
  effect(() => {
    const isStarting = phase.value === 'starting';
    if (isStarting || phase.value === 'idle') current = isStarting ? untracked(() => begin(recipe.value)) : null;
  });
  effect(() => {
    if (step.value === 0 || phase.value === 'idle' || phase.value === 'starting') return;
    const now = performance.now();
    if (phase.value === 'running' && now - keptAt < keepMilliseconds) return;
    keptAt = now;
    untracked(keepNow);
  });
}
