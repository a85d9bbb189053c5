import { t } from '../../../language/t';
import { state, type TuningRun } from '../../../state/state';
import { forgetTuning, isTuning } from '../../../state/tuning';
import { Icon } from '../../../ui/Icon';
import { lossText } from '../../../ui/numbers';
import { nameOf, removeRun, styleOf } from './runs';
import { changeText } from './settings';

function Changes({ run }: { run: TuningRun }) {
  if (run.changes.value.length === 0) return null;
  return (
    <ol class="run-changes">
      {run.changes.value.map((change) => (
        <li key={`${change.step} ${change.setting}`}>{t`${changeText(change)} from step ${change.step + 1}`}</li>
      ))}
    </ol>
  );
}

function courseOf(name: string, before: number | null | undefined, now: number | null | undefined): string[] {
  return typeof before === 'number' && typeof now === 'number'
    ? [`${name} ${lossText(before)} → ${lossText(now)}`]
    : [];
}

/** How far the errors on held-out images have come. */
function errorsOf(run: TuningRun): string[] {
  const [first, last] = [run.errors.value[0], run.errors.value.at(-1)];
  return [
    ...courseOf(t`test error`, first?.digits, last?.digits),
    ...courseOf(t`error on your drawings`, first?.drawings, last?.drawings),
  ];
}

function remove(run: TuningRun): void {
  if (run === state.tuning.run.value) void forgetTuning();
  removeRun(run);
}

function Run({ run }: { run: TuningRun }) {
  const { colour, line } = styleOf(run);
  const name = nameOf(run);
  const shown = run.isShown.value;
  return (
    <li class="run" data-shown={shown} style={{ '--curve': `var(${colour})` }}>
      <svg class="run-line" viewBox="0 0 32 4" data-line={line} aria-hidden="true">
        <path d="M0 2h32" />
      </svg>
      <p>
        <strong>{name}</strong> {run.about}
        {errorsOf(run).map((text) => (
          <span key={text} class="run-errors">
            {text}
          </span>
        ))}
        {run.isReproduced.value && <span class="run-badge">{t`reproduces the command line’s first 20 losses`}</span>}
      </p>
      <button
        type="button"
        class="icon-button"
        aria-pressed={!shown}
        aria-label={t`Hide ${name}`}
        title={shown ? t`Hide` : t`Show`}
        onClick={() => (run.isShown.value = !shown)}
      >
        <Icon name={shown ? 'seen' : 'hidden'} />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={t`Remove ${name}`}
        title={t`Remove from the plots`}
        disabled={isTuning.value && run === state.tuning.run.value}
        onClick={() => remove(run)}
      >
        <Icon name="close" />
      </button>
      <Changes run={run} />
    </li>
  );
}

/** The legend of the plots: each run's line, name and settings. */
export function RunList() {
  return (
    <ul class="runs" aria-label={t`Training runs`}>
      {state.tuning.runs.value.map((run) => (
        <Run key={run.number} run={run} />
      ))}
    </ul>
  );
}
