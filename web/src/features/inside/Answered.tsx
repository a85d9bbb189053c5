import type { ComponentChildren } from 'preact';
import { failed } from '../../engine/protocol';
import { translated } from '../../language/t';
import type { Answer } from './useAnswer';

interface AnsweredProps<T> {
  answer: Answer<T>;
  /** What is being computed, as in "Encoding 2,000 test digits". */
  doing: string;
  children: (value: T) => ComponentChildren;
}

/** Shows the answer, or an error, or a waiting message until either arrives. */
export function Answered<T>({ answer, doing, children }: AnsweredProps<T>) {
  if (!answer) return <p class="inside-waiting">{doing} …</p>;
  if (failed(answer)) {
    return (
      <p class="inside-problem" role="status">
        {translated(answer.error)}
      </p>
    );
  }
  return <>{children(answer.value)}</>;
}

/** Shows why an answer could not be given, if that is so. */
export function Problem({ of: answer }: { of: Answer<unknown> }) {
  return answer && failed(answer) ? <p class="inside-problem">{translated(answer.error)}</p> : null;
}
