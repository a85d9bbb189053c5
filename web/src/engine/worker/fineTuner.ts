// Trains in slices so short that messages to the worker never wait long: after each slice the worker
// handles the messages that have arrived, such as one that pauses or stops the training.

import {
  type ErrorPoint,
  type FineTunePhase,
  type FineTuneProgress,
  failed,
  type LossPoint,
  type Outcome,
  type SavedRun,
  type TrainingRecipe,
} from '../protocol';
import type { ErrorMeter } from './errorMeter';
import type { Session } from './hourglassModule';
import { bytesOfImages } from './images';

const sliceMilliseconds = 9;
const reportMilliseconds = 50;
const largestSlice = 64;
/** The loss of each of the first steps is reported by itself, so that it can be compared with the command line's. */
const singleSteps = 20;
/** Weight of the newest measurement in the running mean of a step's duration. */
const durationSmoothing = 0.2;

const channel = new MessageChannel();
channel.port1.start();

// A nested setTimeout(0) takes at least 4 ms. A message does not, and it is queued after the page's messages.
function nextMacrotask(): Promise<void> {
  return new Promise((resolve) => {
    channel.port1.addEventListener('message', () => resolve(), { once: true });
    channel.port2.postMessage(null);
  });
}

export class FineTuner {
  private phase: FineTunePhase = 'paused';
  private abandoned = false;
  private looping = false;
  private lastStep: number;
  private pauseAt = Number.POSITIVE_INFINITY;
  private step = 0;
  private epoch = 0;
  private stepMilliseconds = 0;
  private lowestError = Number.POSITIVE_INFINITY;
  private best: Uint8Array | null = null;
  private points: LossPoint[] = [];
  private errors: ErrorPoint[] = [];
  private reportedAt = 0;
  private reportedStep = 0;
  private stepsPerSecond = 0;

  constructor(
    readonly model: string,
    private readonly session: Session,
    steps: number,
    private readonly report: (progress: FineTuneProgress) => void,
    private readonly meter: ErrorMeter | null = null,
  ) {
    this.lastStep = steps;
  }

  run(): void {
    this.phase = 'running';
    this.reportedAt = performance.now();
    this.reportedStep = this.step;
    if (!this.looping) void this.loop();
  }

  /** Takes one step, measures the errors and pauses. */
  runOnce(): void {
    if (this.phase === 'failed' || this.phase === 'running') return;
    this.pauseAt = this.step + 1;
    this.lastStep = Math.max(this.lastStep, this.pauseAt);
    this.run();
  }

  /** Changes the settings from the next step on; returns the number of steps done so far. */
  change(recipe: TrainingRecipe): Outcome<number> {
    const changed = this.session.changeRecipe(JSON.stringify(recipe));
    if (failed(changed)) return changed;
    this.stepMilliseconds = 0;
    return { value: this.step };
  }

  pause(): void {
    if (this.phase !== 'running') return;
    this.phase = 'paused';
    this.pauseAt = Number.POSITIVE_INFINITY;
    this.meter?.begin();
    this.tell();
  }

  extend(steps: number): void {
    if (this.phase === 'finished') this.lastStep = this.step + steps;
    if (this.phase !== 'failed') this.run();
  }

  /** The weights with the lowest error on test digits so far. */
  bestWeights(): Outcome<Uint8Array> {
    return this.best ? { value: this.best } : { error: 'No weights of this run have been measured yet.' };
  }

  abandon(): void {
    this.phase = 'paused';
    this.abandoned = true;
  }

  private async loop(): Promise<void> {
    this.looping = true;
    while (this.isBusy()) {
      if (this.meter?.isMeasuring) this.measureErrors(this.meter);
      else this.slice();
      await nextMacrotask();
    }
    this.looping = false;
  }

  /** Whether there is work to do: a paused run still finishes measuring its current weights. */
  private isBusy(): boolean {
    if (this.abandoned) return false;
    return this.phase === 'running' || (this.phase === 'paused' && this.meter?.isMeasuring === true);
  }

  private measureErrors(meter: ErrorMeter): void {
    const errors = meter.slice();
    if (failed(errors)) {
      this.phase = 'failed';
      this.tell(errors.error);
      return;
    }
    if (!errors.value) return;
    this.errors.push({ step: this.step, ...errors.value });
    this.keepBest(errors.value.digits);
    this.finishAtLastStep();
    this.tell();
  }

  /** The run so far: a checkpoint to resume it from, and the images that it trains on. */
  save(): Outcome<SavedRun> {
    const checkpoint = this.session.saveCheckpoint(true);
    if (failed(checkpoint)) return checkpoint;
    return { value: { checkpoint: checkpoint.value, pixels: bytesOfImages(this.session) } };
  }

  private keepBest(error: number): void {
    if (!(error < this.lowestError)) return;
    const saved = this.session.saveCheckpoint(false);
    if (failed(saved)) return;
    this.lowestError = error;
    this.best = saved.value;
  }

  private finishAtLastStep(): void {
    if (this.step >= this.lastStep) this.phase = 'finished';
  }

  private slice(): void {
    const steps = this.stepsOfNextSlice();
    const begun = performance.now();
    const outcome = this.session.fineTune(steps);
    if (failed(outcome)) {
      this.phase = 'failed';
      this.tell(outcome.error);
      return;
    }
    this.measure((performance.now() - begun) / steps);
    this.step += steps;
    this.epoch = outcome.value.epoch;
    this.points.push({ step: this.step, loss: outcome.value.loss });
    if (this.step >= this.lastStep) this.meter?.begin();
    else this.meter?.beginIfDue();
    if (!this.meter) this.finishAtLastStep();
    if (this.step >= this.pauseAt) this.pause();
    else if (this.phase === 'finished' || performance.now() - this.reportedAt >= reportMilliseconds) {
      this.tell();
    }
  }

  private stepsOfNextSlice(): number {
    const fitting = this.stepMilliseconds > 0 ? Math.floor(sliceMilliseconds / this.stepMilliseconds) : 1;
    if (this.step < singleSteps) return 1;
    const remaining = Math.max(1, Math.min(this.lastStep, this.pauseAt) - this.step);
    return Math.max(1, Math.min(fitting, largestSlice, remaining));
  }

  private measure(milliseconds: number): void {
    this.stepMilliseconds +=
      this.stepMilliseconds === 0 ? milliseconds : durationSmoothing * (milliseconds - this.stepMilliseconds);
  }

  private tell(error: string | null = null): void {
    if (this.abandoned) return;
    const now = performance.now();
    const elapsed = now - this.reportedAt;
    if (elapsed > 0 && this.step > this.reportedStep) {
      const rate = ((this.step - this.reportedStep) * 1000) / elapsed;
      this.stepsPerSecond += this.stepsPerSecond === 0 ? rate : durationSmoothing * (rate - this.stepsPerSecond);
    }
    this.reportedAt = now;
    this.reportedStep = this.step;
    this.report({
      model: this.model,
      phase: this.phase,
      points: this.points,
      errors: this.errors,
      step: this.step,
      epoch: this.epoch,
      stepsPerSecond: this.stepsPerSecond,
      error,
    });
    this.points = [];
    this.errors = [];
  }
}
