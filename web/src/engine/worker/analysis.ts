// Answers about the inside of a model (see analysisProtocol.ts).

import type { AnalysisApi } from '../analysisProtocol';
import { failed, type Outcome } from '../protocol';
import type { Session } from './hourglassModule';
import { sessionOf } from './sessions';

let reference: Uint8Array | null = null;
const holders = new WeakSet<Session>();

/** The session of a model with the reference images in it. */
export function sessionWithReference(id: string): Outcome<Session> {
  const session = sessionOf(id);
  if (failed(session) || holders.has(session.value)) return session;
  if (!reference) return { error: 'The test digits have not been loaded yet.' };
  const { loadReference } = session.value as Session & { loadReference(idx: Uint8Array): Outcome<number> };
  const loaded = loadReference(reference);
  if (failed(loaded)) return loaded;
  holders.add(session.value);
  return session;
}

export const analysis: AnalysisApi = {
  openReference(images) {
    reference = images;
  },
};
