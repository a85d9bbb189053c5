import { t } from '../../language/t';
import { state } from '../../state/state';
import { isTuning } from '../../state/tuning';
import './threadsNote.css';

/** Offers a reload that gives the page more threads: on most hosts, the first visit has only one. */
export function ThreadsNote() {
  const threads = state.threadsAfterReload.value;
  if (threads === 1 || isTuning.value) return null;
  return (
    <div class="threads-note">
      <p>{t`Training uses one processor thread for now. After a reload it uses ${threads}.`}</p>
      <button type="button" class="button" onClick={() => location.reload()}>{t`Reload`}</button>
    </div>
  );
}
