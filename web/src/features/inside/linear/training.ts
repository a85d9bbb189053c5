// Trains a linear network from random weights while the angles between its subspace and PCA's are measured.

import { batch, signal } from '@preact/signals';
import { proxy } from 'comlink';
import type { Engine } from '../../../engine/client';
import { type LinearProgress, linearNetwork } from '../../../engine/experimentProtocol';
import { inOrder } from '../../../engine/inOrder';
import { latestOnly } from '../../../engine/latest';
import { type FineTunePhase, failed, type Outcome } from '../../../engine/protocol';
import { insideEngine } from '../../../state/insideEngine';
import { reasonText, showError } from '../../../state/messages';
import { state } from '../../../state/state';
import { sampleBytes } from '../../../state/trainingImages';

export interface AnglePoint {
  step: number;
  largest: number;
  mean: number;
}

const batchSize = 128;
const seed = 1;
const stepsAtOnce = 30000;
const mostPoints = 1000;

export const linear = {
  components: signal(10),
  learningRate: signal(0.003),
  phase: signal<FineTunePhase | 'idle' | 'starting'>('idle'),
  points: signal<AnglePoint[]>([]),
  loss: signal<number | null>(null),
  stepsPerSecond: signal(0),
  /** The digit on the pad as the network currently rebuilds it. */
  rebuilt: signal<{ rebuilt: Float32Array; meanSquaredError: number } | null>(null),
};

/** Counts the runs, so that late reports of a run that was reset are ignored. */
let run = 0;
let trainedAt: number | null = null;

/** Drops every second point of a long curve, but never the last. */
function thin(points: AnglePoint[]): AnglePoint[] {
  if (points.length <= mostPoints) return points;
  return points.filter((_, index) => (points.length - 1 - index) % 2 === 0);
}

const lastStep = () => linear.points.peek().at(-1)?.step ?? 0;

async function secondEngine(): Promise<Engine> {
  const started = await insideEngine();
  if (failed(started)) throw new Error(started.error);
  return started.value;
}

function check(outcome: Outcome<unknown>): void {
  if (failed(outcome)) throw new Error(outcome.error);
}

export const refreshRebuilt = latestOnly(async () => {
  const pixels = state.seen.value;
  const answer =
    pixels && linear.phase.value !== 'idle'
      ? await (await secondEngine()).look({
          input: { kind: 'pixels', pixels },
          noise: 'none',
          seed,
          models: [linearNetwork],
        })
      : null;
  const seen = answer && !failed(answer) ? answer.value.models[linearNetwork] : undefined;
  linear.rebuilt.value = seen && !failed(seen) ? seen.value : null;
});

function noteProgress(progress: LinearProgress, firstStep: number): void {
  const largest = progress.angles.at(-1);
  batch(() => {
    linear.phase.value = progress.phase;
    linear.stepsPerSecond.value = progress.stepsPerSecond;
    linear.loss.value = progress.points.at(-1)?.loss ?? linear.loss.value;
    if (largest === undefined) return;
    const mean = progress.angles.reduce((sum, angle) => sum + angle, 0) / progress.angles.length;
    const point = { step: firstStep + progress.step, largest, mean };
    linear.points.value = thin([...linear.points.value, point]);
  });
  if (progress.error) showError(progress.error);
  refreshRebuilt();
}

async function open(engine: Engine): Promise<void> {
  check(await engine.openLinear(linear.components.value, seed, await sampleBytes()));
}

/** Trains the current weights with a new optimiser. */
async function train(engine: Engine): Promise<void> {
  const own = run;
  const firstStep = lastStep();
  const report = (progress: LinearProgress) => {
    if (own === run) noteProgress(progress, firstStep);
  };
  trainedAt = linear.learningRate.value;
  const training = { learningRate: trainedAt, batch: batchSize, seed, steps: stepsAtOnce };
  check(await engine.trainLinear(training, proxy(report)));
}

/** Each action waits for the previous one: a reset must not overtake the start of the run that it ends. */
const afterLastAction = inOrder();

/** Starts or continues the training. */
async function play(): Promise<void> {
  const { phase, learningRate } = linear;
  const isNew = phase.value === 'idle' || phase.value === 'failed';
  phase.value = 'starting';
  try {
    const engine = await secondEngine();
    if (isNew) await open(engine);
    if (isNew || learningRate.value !== trainedAt) await train(engine);
    else await engine.resumeLinear(stepsAtOnce);
  } catch (reason) {
    phase.value = 'failed';
    showError(reasonText(reason));
  }
}

/** Pauses training. If the worker did not start, there is nothing to do: the failed start was reported. */
async function pause(): Promise<void> {
  const started = linear.phase.value === 'idle' ? null : await insideEngine();
  if (started && !failed(started)) await started.value.pauseLinear();
}

async function reset(): Promise<void> {
  run++;
  await pause();
  batch(() => {
    linear.phase.value = 'idle';
    linear.points.value = [];
    linear.loss.value = null;
    linear.stepsPerSecond.value = 0;
    linear.rebuilt.value = null;
  });
}

export const playLinear = () => afterLastAction(play);
export const pauseLinear = () => afterLastAction(pause);
export const resetLinear = () => afterLastAction(reset);

export function chooseComponents(count: number): Promise<void> {
  linear.components.value = count;
  return resetLinear();
}

/** Changes the learning rate; a run in progress continues with it at once. */
export function chooseLearningRate(rate: number): Promise<void> {
  linear.learningRate.value = rate;
  return afterLastAction(async () => {
    if (linear.phase.value !== 'running') return;
    await pause();
    await play();
  });
}
