// Questions about a model that the core answers in one call: the methods of Session, with the types that the module's
// build declares.

import type { Session } from 'hourglass-module/hourglass.js';
import type { Outcome } from './protocol';

type Answers = {
  [Name in keyof Session]: Session[Name] extends (...args: infer Args) => infer Result
    ? Result extends Outcome<unknown>
      ? { args: Args; value: Extract<Result, { value: unknown }>['value'] }
      : never
    : never;
};

export type Question = { [Name in keyof Answers]: [Answers[Name]] extends [never] ? never : Name }[keyof Answers];

export type ArgumentsOf<Q extends Question> = Answers[Q]['args'];
export type AnswerTo<Q extends Question> = Answers[Q]['value'];

export type ImageStack = AnswerTo<'filters'>;
export type UnitStatistics = AnswerTo<'unitStatistics'>;
