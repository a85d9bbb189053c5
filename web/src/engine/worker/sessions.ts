// The sessions of one worker: one per open model, and one for tasks that need no model (normalising a
// drawing, adding noise, reading the shipped test digits).

import { failed, type ModelSummary, type ModuleFacts, type ModuleRequest, type Outcome } from '../protocol';
import { type FetchedModule, fetchModule, type Session, startModule } from './hourglassModule';

const notStarted = { error: 'The network module has not been started yet.' };

let fetched: FetchedModule | null = null;
let makeSession: (() => Session) | null = null;
let shared: Session | null = null;
const sessions = new Map<string, Session>();

export async function fetchCode(request: ModuleRequest): Promise<Outcome<null>> {
  const outcome = await fetchModule(request);
  if (failed(outcome)) return outcome;
  fetched = outcome.value;
  return { value: null };
}

export async function startSessions(): Promise<Outcome<ModuleFacts>> {
  if (!fetched) return notStarted;
  const maker = await startModule(fetched);
  if (failed(maker)) return maker;
  makeSession = maker.value.make;
  shared = makeSession();
  return { value: maker.value.facts };
}

export function sharedSession(): Outcome<Session> {
  return shared ? { value: shared } : notStarted;
}

export function unknownModel(id: string): { error: string } {
  return { error: `No model is open under the name "${id}".` };
}

export function sessionOf(id: string): Outcome<Session> {
  const session = sessions.get(id);
  return session ? { value: session } : unknownModel(id);
}

/** Calls `use` with the session, or returns the error if there is no session. */
export function withSession<T>(session: Outcome<Session>, use: (session: Session) => Outcome<T>): Outcome<T> {
  return failed(session) ? session : use(session.value);
}

function summarise(session: Session): Outcome<ModelSummary> {
  const text = session.summary();
  return failed(text) ? text : { value: JSON.parse(text.value) as ModelSummary };
}

/** Makes a session, lets `fill` load it, and opens it as `id`; if `fill` fails, nothing changes. */
export function openSession(id: string, fill: (session: Session) => Outcome<unknown>): Outcome<ModelSummary> {
  if (!makeSession) return notStarted;
  const session = makeSession();
  const filled = fill(session);
  const summary = failed(filled) ? filled : summarise(session);
  if (failed(summary)) {
    session.delete();
    return summary;
  }
  closeSession(id);
  sessions.set(id, session);
  return summary;
}

/** Calls `use` with a session that exists only for this call. */
export function withTemporarySession<T>(use: (session: Session) => Outcome<T>): Outcome<T> {
  if (!makeSession) return notStarted;
  const session = makeSession();
  const outcome = use(session);
  session.delete();
  return outcome;
}

export function closeSession(id: string): void {
  sessions.get(id)?.delete();
  sessions.delete(id);
}
