// Measures errors on held-out images before training, now and then during it, and after it. Like training,
// it runs in short slices.

import { failed, type HeldOutErrors, type Outcome } from '../protocol';
import type { Session } from './hourglassModule';

const imagesAtATime = 32;
/** The next measurement waits until training has run this many times as long as the last one took. */
const trainingPerMeasurement = 12;
const shortestGapMilliseconds = 250;

export class ErrorMeter {
  /** Whether a measurement is under way; the weights must not change until it is done. */
  isMeasuring = true;
  private spent = 0;
  private dueAt = 0;

  constructor(private readonly session: Session) {}

  begin(): void {
    this.isMeasuring = true;
  }

  beginIfDue(): void {
    if (performance.now() >= this.dueAt) this.begin();
  }

  /** Measures a few images; returns the errors once all are measured, and null before. */
  slice(): Outcome<HeldOutErrors | null> {
    const begun = performance.now();
    const errors = this.session.heldOutErrors(imagesAtATime);
    const now = performance.now();
    this.spent += now - begun;
    if (failed(errors)) return errors;
    const [digits, drawings = null] = errors.value;
    if (digits === undefined) return { value: null };
    this.isMeasuring = false;
    this.dueAt = now + Math.max(shortestGapMilliseconds, trainingPerMeasurement * this.spent);
    this.spent = 0;
    return { value: { digits, drawings } };
  }
}
