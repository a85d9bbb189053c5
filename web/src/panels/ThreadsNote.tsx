import { state } from '../state/state';
import { isTuning } from '../state/tuning';
import './threadsNote.css';

/** On most hosts a first visit has one thread. The visitor decides when to reload the page. */
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
