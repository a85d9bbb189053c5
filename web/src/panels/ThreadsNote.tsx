import { state } from '../state/state';
import { isTuning } from '../state/tuning';
import './threadsNote.css';

/** A first visit has one thread on most hosts. It is the visitor who decides when to load the page again. */
export function ThreadsNote() {
  const threads = state.threadsAfterReload.value;
  if (threads === 1 || isTuning.value) return null;
  return (
    <p class="threads-note">
      Training runs on one thread now. After a reload it runs on {threads}.
      <button type="button" class="button" onClick={() => location.reload()}>
        Reload
      </button>
    </p>
  );
}
