// The engine behind "Look inside": a second worker, started when it is first needed, which holds
// copies of the models shown there. Its computations never delay a drawing.

import { type Engine, engine, handOver, startFurtherEngine } from '../engine/client';
import { fetchBytes } from '../engine/fetchBytes';
import { once } from '../engine/once';
import { failed, type Outcome } from '../engine/protocol';
import { t } from '../language/t';
import { reasonText } from './messages';
import type { ModelCard } from './state';

/** For each model id: which version of its weights was copied last, and a promise that resolves once it is copied. */
const copied = new Map<string, { weights: number; done: Promise<Outcome<unknown>> }>();

export const insideEngine = once(startFurtherEngine);

async function copyModel(second: Engine, id: string): Promise<Outcome<unknown>> {
  const bytes = await engine.saveModel(id);
  return failed(bytes) ? bytes : second.openModel(id, handOver(bytes.value));
}

/** Runs `ask` on the second engine as soon as that engine has a copy of the model with its current weights. */
export async function askInside<T>(
  card: ModelCard,
  ask: (engine: Engine, id: string) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const second = await insideEngine();
  if (failed(second)) return second;
  const weights = card.weights.peek();
  let copy = copied.get(card.id);
  if (copy?.weights !== weights) {
    copy = { weights, done: copyModel(second.value, card.id) };
    copied.set(card.id, copy);
  }
  const opened = await copy.done;
  if (!failed(opened)) return ask(second.value, card.id);
  copied.delete(card.id);
  return opened;
}

/** Frees the copy of a model that has been closed. */
export async function forgetCopy(id: string): Promise<void> {
  if (!copied.delete(id)) return;
  const second = await insideEngine();
  if (!failed(second)) await second.value.closeModel(id);
}

/** Gives an engine the reference: the first 2,000 test digits. */
export async function openReference(to: Engine): Promise<void> {
  const bytes = await fetchBytes('data/test-reference.idx.gz');
  await to.openReference(handOver(bytes));
}

const openReferenceInside = once(openReference);

/** Like `askInside`, but for questions about the reference, which is fetched on first use. */
export async function askWithReference<T>(
  card: ModelCard,
  ask: (engine: Engine, id: string) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  return askInside(card, async (second, id) => {
    try {
      await openReferenceInside(second);
    } catch (reason) {
      return { error: t`The test digits could not be loaded: ${reasonText(reason)}` };
    }
    return ask(second, id);
  });
}

const fetchLabels = once(async () => {
  const bytes = await fetchBytes('data/test-reference-labels.idx.gz');
  return engine.labels(handOver(bytes));
});

/** The digit that each reference image shows. */
export async function referenceLabels(): Promise<Outcome<Uint8Array>> {
  try {
    return await fetchLabels();
  } catch (reason) {
    return { error: t`The labels of the test digits could not be loaded: ${reasonText(reason)}` };
  }
}
