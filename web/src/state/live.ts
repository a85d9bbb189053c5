// Keeps every picture up to date with the ink, the noise and the weights. Whenever one of them changes, the
// engine is asked for a new look: the input and all reconstructions. One look runs at a time; when it ends, only
// the latest state gets another.

import { batch, effect } from '@preact/signals';
import { engine } from '../engine/client';
import { takesDigits } from '../engine/imageSize';
import { latestOnly } from '../engine/latest';
import { failed, type Look, type LookInput, type Outcome } from '../engine/protocol';
import { t } from '../language/t';
import { showError } from './messages';
import { type ModelCard, noiseText, state } from './state';

const latencyWindow = 60;
const durationWindow = 60;
export const firstReconstructionMark = 'first-reconstruction';

let penMovedAt: number | null = null;
let rebuiltOnce = false;
const latencies: number[] = [];

/** Called by the pad before it changes the ink, with the time stamp of the pen's event. */
export function notePenEvent(timeStamp: number): void {
  penMovedAt ??= timeStamp;
}

function recordLatency(since: number): void {
  latencies.push(performance.now() - since);
  if (latencies.length > latencyWindow) latencies.shift();
  const sorted = [...latencies].sort((a, b) => a - b);
  state.penLatency.value = sorted[Math.floor(sorted.length / 2)] ?? null;
}

/** The models that follow the drawing: those shown next to it, and the one in "Look inside", if they take digits. */
function followers(): ModelCard[] {
  const { model, isOpen } = state.inside;
  const inside = isOpen.value ? model.value : null;
  return state.models.value.filter((card) => {
    const summary = card.summary.value;
    return summary !== null && takesDigits(summary) && (card.isShown.value || card.id === inside);
  });
}

function showCard(card: ModelCard, look: Look): void {
  const answer = look.models[card.id];
  if (!answer) return;
  card.result.value = failed(answer) ? null : answer.value;
  card.error.value = failed(answer) ? answer.error : null;
  if (failed(answer)) return;
  card.durations.value = [...card.durations.value, answer.value.milliseconds].slice(-durationWindow);
}

/** Whether the pad is blank: everything has been erased, or nothing was ever drawn. */
function isBlank(input: LookInput): boolean {
  return input.kind === 'drawing' && input.grey.every((value) => value === 0);
}

function showNothing(): void {
  batch(() => {
    state.inputNotice.value = null;
    state.seen.value = null;
    state.noisy.value = null;
    for (const card of state.models.value) card.result.value = null;
  });
}

function showLook(look: Outcome<Look>): void {
  batch(() => {
    if (failed(look)) {
      showNothing();
      state.inputNotice.value = look.error;
      return;
    }
    state.inputNotice.value = null;
    state.seen.value = look.value.seen;
    state.noisy.value = look.value.noisy;
    for (const card of state.models.value) showCard(card, look.value);
  });
  if (!rebuiltOnce && state.models.value.some((card) => card.result.value)) {
    rebuiltOnce = true;
    performance.mark(firstReconstructionMark);
  }
}

async function askForLook(input: LookInput): Promise<Outcome<Look>> {
  try {
    return await engine.look({
      input,
      noise: noiseText.value,
      seed: state.noise.seed.value,
      models: followers().map((card) => card.id),
    });
  } catch (reason) {
    const error = t`The networks have stopped responding (${String(reason)}): reload the page.`;
    showError(error);
    return { error };
  }
}

let readPad: () => LookInput = () => {
  throw new Error('`followPad` has not been called');
};

const refresh = latestOnly(
  async () => {
    const since = penMovedAt;
    penMovedAt = null;
    const input = readPad();
    if (isBlank(input)) showNothing();
    else showLook(await askForLook(input));
    if (since !== null) recordLatency(since);
  },
  (isBusy) => (state.look.value = isBusy ? 'pending' : 'shown'),
);

/** Asks for a new look after changes that no signal reports, such as new weights in the worker. */
export function refreshLook(): void {
  if (state.engineReady.value && state.pad.marks.value.length > 0) refresh();
}

/** Waits until the pictures match the current ink, noise and weights. */
export function lookSettled(): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      const isExpected = state.engineReady.value && state.pad.marks.value.length > 0;
      if (isExpected && state.look.value === 'pending') return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
}

/** Starts to follow the pad. `read` returns the input that the networks get from it. */
export function followPad(read: () => LookInput): void {
  readPad = read;
  effect(() => {
    void state.pad.version.value;
    void noiseText.value;
    void state.noise.seed.value;
    void followers();
    refreshLook();
  });
}
