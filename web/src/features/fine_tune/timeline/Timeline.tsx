import { locale, plural, t } from '../../../language/t';
import { goBackTo, mostRuns, type Run, removeRun, runs } from '../../../state/runs';
import { modelCard, state } from '../../../state/state';
import { isTuning } from '../../../state/tuning';
import { Icon } from '../../../ui/Icon';
import { errorText, fileSize, wholeNumber } from '../../../ui/numbers';
import { saveAsCsv, saveAsJson } from './runFiles';
import './timeline.css';

const dates = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

function imagesText({ images, drawings }: Run): string {
  const mnist = images === 'more' || images === 'both' ? t`MNIST (10,000)` : t`MNIST (3,000)`;
  if (drawings === 0) return mnist;
  return `${plural(drawings, t`one drawing`, t`${drawings} drawings`)} + ${mnist}`;
}

function Errors({ errors }: Run) {
  const [before, after] = [errors[0], errors.at(-1)];
  if (!before || !after) return null;
  return (
    <dl>
      <div>
        <dt>{t`test digits`}</dt>
        <dd>
          {errorText(before.digits)} → {errorText(after.digits)}
        </dd>
      </div>
      {before.drawings !== null && after.drawings !== null && (
        <div>
          <dt>{t`held-out drawings`}</dt>
          <dd>
            {errorText(before.drawings)} → {errorText(after.drawings)}
          </dd>
        </div>
      )}
    </dl>
  );
}

interface GoBackProps {
  to: string;
  isCurrent: boolean;
  go: () => Promise<void>;
}

function GoBack({ to, isCurrent, go }: GoBackProps) {
  if (isCurrent) return <span class="badge">{t`in use`}</span>;
  return (
    <button
      type="button"
      class="button"
      aria-label={t`Go back to ${to}`}
      disabled={isTuning.value}
      onClick={() => void go()}
    >
      {t`Go back`}
    </button>
  );
}

function Entry({ run }: { run: Run }) {
  const { model, steps, startedAt } = run;
  const date = dates.format(startedAt);
  const name = t`${model.title}, ${wholeNumber(steps)} steps, ${date}`;
  const isCurrent = state.models.value.some((card) => card.run.value === run.id);
  return (
    <li data-current={isCurrent || undefined}>
      <div class="timeline-head">
        <h4>{t`${model.title} · ${wholeNumber(steps)} steps`}</h4>
        <GoBack to={name} isCurrent={isCurrent} go={() => goBackTo(run)} />
      </div>
      <p>
        {date} · {imagesText(run)}
      </p>
      <Errors {...run} />
      <div class="timeline-files">
        <button type="button" aria-label={t`Save ${name}, as CSV`} onClick={() => saveAsCsv(run)}>
          CSV
        </button>
        <button type="button" aria-label={t`Save ${name}, as JSON`} onClick={() => saveAsJson(run)}>
          JSON
        </button>
        {!isCurrent && (
          <button type="button" aria-label={t`Remove ${name}`} title={t`Remove`} onClick={() => void removeRun(run)}>
            <Icon name="close" />
          </button>
        )}
      </div>
    </li>
  );
}

/** `reset` restores the original weights of the chosen network. */
export function Timeline({ reset }: { reset: () => Promise<void> }) {
  const card = modelCard(state.tuning.model.value);
  const size = runs.value.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <div class="timeline">
      <h3>{t`Timeline`}</h3>
      <p>
        {t`Each run stays here with the weights it led to, so that you can go back to any of them.`}{' '}
        {size > 0
          ? t`This browser keeps the newest ${mostRuns} runs; now they take ${fileSize(size)}.`
          : t`This browser keeps the newest ${mostRuns} runs.`}
      </p>
      {card && runs.value.length > 0 && (
        <ol>
          {runs.value.map((run) => (
            <Entry key={run.id} run={run} />
          ))}
          <li data-current={!card.tuned.value || undefined}>
            <div class="timeline-head">
              <h4>{t`${card.title} · original weights`}</h4>
              <GoBack to={t`the original weights of ${card.title}`} isCurrent={!card.tuned.value} go={reset} />
            </div>
          </li>
        </ol>
      )}
    </div>
  );
}
