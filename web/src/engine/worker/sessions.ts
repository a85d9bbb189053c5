// The sessions of one worker: one per open model, and one for what needs no model (normalising a
// drawing, adding noise, the shipped test digits).

import { failed, type Outcome } from '../protocol';
import { loadSessionMaker, type Session } from './hourglassModule';

const notStarted = { error: 'The network module has not been started yet.' };

let makeSession: (() => Session) | null = null;
let shared: Session | null = null;
const sessions = new Map<string, Session>();

export async function startModule(): Promise<Outcome<null>> {
  const maker = await loadSessionMaker();
  if (failed(maker)) return maker;
  makeSession = maker.value;
  shared = makeSession();
  return { value: null };
}

export function newSession(): Outcome<Session> {
  return makeSession ? { value: makeSession() } : notStarted;
}

export function sharedSession(): Outcome<Session> {
  return shared ? { value: shared } : notStarted;
}

export function sessionOf(id: string): Outcome<Session> {
  const session = sessions.get(id);
  return session ? { value: session } : { error: `No model is open under the name "${id}".` };
}

export function keepSession(id: string, session: Session): void {
  closeSession(id);
  sessions.set(id, session);
}

export function closeSession(id: string): void {
  sessions.get(id)?.delete();
  sessions.delete(id);
}
