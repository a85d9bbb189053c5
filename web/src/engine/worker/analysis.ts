// Answers questions about the inside of a model (see analysisProtocol.ts).

import type { AnalysisApi, Passed } from '../analysisProtocol';
import { failed, type Outcome, type Rebuilt } from '../protocol';
import type { Session } from './hourglassModule';
import { openSession, sessionOf, withSession } from './sessions';

const toy = 'toy-6-3-6';
const toySeed = 1;

let reference: Uint8Array | null = null;
const holders = new WeakSet<Session>();

/** Returns the session of a model, with the reference images if they have been opened. */
export function sessionWithReference(id: string): Outcome<Session> {
  const session = sessionOf(id);
  if (failed(session) || holders.has(session.value) || !reference) return session;
  const loaded = session.value.loadReference(reference);
  if (failed(loaded)) return loaded;
  holders.add(session.value);
  return session;
}

function fitComponents(session: Session, idx: Uint8Array, components: number): Outcome<unknown> {
  const loaded = session.loadImages(idx);
  return failed(loaded) ? loaded : session.fitPca(components);
}

function rebuildFromFirst(session: Session, pixels: Float32Array, components: number): Outcome<Rebuilt> {
  const rebuilt = session.reconstructFirst(pixels, components);
  if (failed(rebuilt)) return rebuilt;
  const comparison = session.compare(rebuilt.value, pixels);
  return failed(comparison) ? comparison : { value: { rebuilt: rebuilt.value, ...comparison.value } };
}

/** Creates the toy network when it is first needed. */
function toySession(): Outcome<Session> {
  const open = sessionOf(toy);
  if (!failed(open)) return open;
  const created = openSession(toy, (session) => session.createModel(toy, toySeed));
  return failed(created) ? created : sessionOf(toy);
}

function passThrough(session: Session, input: Float32Array): Outcome<Passed> {
  const code = session.encode(input);
  if (failed(code)) return code;
  const output = session.decode(code.value);
  return failed(output) ? output : { value: { code: code.value, output: output.value } };
}

export const analysis: AnalysisApi = {
  openReference(images) {
    reference = images;
  },

  fitComponents: (id, idx, components) => openSession(id, (session) => fitComponents(session, idx, components)),

  rebuildFromFirst: (id, pixels, components) =>
    withSession(sessionOf(id), (session) => rebuildFromFirst(session, pixels, components)),

  passThroughToy: (input) => withSession(toySession(), (session) => passThrough(session, input)),
};
