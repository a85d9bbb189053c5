import { t } from '../../../language/t';
import { state } from '../../../state/state';
import { goBack, type Warning, warning } from './guard';
import { isResting } from './rest';

interface GuardProps {
  start: () => Promise<void>;
  resume: () => Promise<void>;
  reset: () => Promise<void>;
}

async function fix({ weights, change }: Warning, { start, reset }: GuardProps): Promise<void> {
  if (weights === 'original') await reset();
  else if (!(await goBack())) return;
  if (!change) return;
  change();
  await start();
}

interface NoticeProps {
  kind: 'warning' | 'rest';
  text: string;
  label: string;
  act: () => Promise<void>;
}

function Notice({ kind, text, label, act }: NoticeProps) {
  return (
    <div class="run-notice" data-kind={kind}>
      <p>{text}</p>
      <button type="button" class="button" onClick={() => void act()}>
        {label}
      </button>
    </div>
  );
}

/** Says what goes wrong in a run or why it rests, and offers what to do. */
export function Guard(actions: GuardProps) {
  const found = warning.value;
  const rests = isResting.value && state.tuning.phase.value === 'paused';
  return (
    <div role="status">
      {found && <Notice kind="warning" text={found.text} label={found.label} act={() => fix(found, actions)} />}
      {rests && (
        <Notice
          kind="rest"
          text={t`Paused after three minutes, so that your device stays cool and its battery lasts.`}
          label={t`Keep going`}
          act={actions.resume}
        />
      )}
    </div>
  );
}
