// The browser's storage (IndexedDB), with one record per item. If storage is forbidden, is full or does not
// answer, the visitor is told once, and everything lasts only until the page is left.

import { createStore, del, delMany, promisifyRequest, set, setMany } from 'idb-keyval';
import { isEmbedded } from '../engine/embedding';
import { t } from '../language/t';
import { showRestriction } from './messages';

/** A time limit, because in some private windows opening a database neither succeeds nor fails. */
const answerMilliseconds = 5000;
/** The names that idb-keyval gives its default store. */
const store = createStore('keyval-store', 'keyval');
const told = new Set<string>();

function showOnce(text: string): void {
  if (!told.has(text)) showRestriction(text);
  told.add(text);
}

function showProblem(reason: unknown): void {
  // In a frame of another page, nobody expects that their work is kept.
  if (isEmbedded) return;
  const isFull = reason instanceof DOMException && reason.name === 'QuotaExceededError';
  showOnce(
    isFull
      ? t`This browser has no room left for your work: anything you add from now on is lost when you leave.`
      : t`Nothing can be stored in this browser or frame: your work is lost when you leave.`,
  );
}

function inTime<T>(answer: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('the storage does not answer')), answerMilliseconds);
  });
  return Promise.race([answer, late]);
}

/** Runs `use`, tells the visitor if it fails, and returns whether it worked. */
async function worked(use: () => Promise<unknown>): Promise<boolean> {
  try {
    await inTime(use());
    return true;
  } catch (reason) {
    showProblem(reason);
    return false;
  }
}

export const keep = (key: string, value: unknown): Promise<boolean> => worked(() => set(key, value, store));
export const forget = (key: string): Promise<boolean> => worked(() => del(key, store));

/** Keeps or deletes all of the records, or none of them. */
export const keepAll = (records: [string, unknown][]): Promise<boolean> => worked(() => setMany(records, store));
export const forgetAll = (keys: string[]): Promise<boolean> => worked(() => delMany(keys, store));

const under = (prefix: string): IDBKeyRange => IDBKeyRange.bound(prefix, `${prefix}\uffff`);

/** All records whose keys begin with `prefix`, by key; none if the storage fails. */
export async function keptUnder(prefix: string): Promise<Map<string, unknown>> {
  const kept = new Map<string, unknown>();
  await worked(() =>
    store('readonly', async (records) => {
      const [keys, values] = await Promise.all([
        promisifyRequest(records.getAllKeys(under(prefix))),
        promisifyRequest(records.getAll(under(prefix))),
      ]);
      for (const [index, key] of keys.entries()) kept.set(String(key), values[index]);
    }),
  );
  return kept;
}

/** Deletes the records under `prefix` whose keys `isOld` accepts, without reading them. */
export function forgetOld(prefix: string, isOld: (key: string) => boolean): Promise<boolean> {
  return worked(() =>
    store('readwrite', async (records) => {
      const keys = await promisifyRequest(records.getAllKeys(under(prefix)));
      await Promise.all(keys.filter((key) => isOld(String(key))).map((key) => promisifyRequest(records.delete(key))));
    }),
  );
}
