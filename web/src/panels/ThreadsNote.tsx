import { state } from '../state/state';
import { isTuning } from '../state/tuning';
import './threadsNote.css';

/** A first visit has one thread on most hosts. It is the visitor who decides when to load the page again. */
export function ThreadsNote() {
  const threads = state.threadsAfterReload.value;
  if (threads === 1 || isTuning.value) return null;
  return (
    <div class="threads-note">
      <p>Training uses one processor thread for now. After a reload it uses {threads}.</p>
      <button type="button" class="button" onClick={() => location.reload()}>
        Reload
      </button>
    </div>
  );
}
