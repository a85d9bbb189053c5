import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';

/** A text that has not changed for this long is announced. */
const settledMilliseconds = 1000;

/**
 * Calls `say` with the text when it has settled or has been changing for `every` milliseconds, and not sooner than
 * that after the last time. An empty text, which screen readers pass over, does not wait.
 */
function sayCalmly(text: ReadonlySignal<string>, every: number, say: (text: string) => void): () => void {
  let timer = 0;
  let changedAt: number | null = null;
  let saidAt = -every;
  const announce = () => {
    saidAt = performance.now();
    changedAt = null;
    say(text.peek());
  };
  const stop = text.subscribe((now) => {
    clearTimeout(timer);
    if (now === '') {
      changedAt = null;
      say('');
      return;
    }
    const time = performance.now();
    changedAt ??= time;
    const due = Math.max(saidAt + every, Math.min(time + settledMilliseconds, changedAt + every));
    timer = window.setTimeout(announce, due - time);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

interface CalmStatusProps {
  text: ReadonlySignal<string>;
  /** The least time between two announcements, in milliseconds. */
  every: number;
}

/** Tells screen readers about something that changes often, without chatter. */
export function CalmStatus({ text, every }: CalmStatusProps) {
  const [said, say] = useState('');
  useEffect(() => sayCalmly(text, every, say), []);
  return (
    <p class="visually-hidden" role="status">
      {said}
    </p>
  );
}
