import { t } from '../../language/t';
import { testFigure } from '../../state/catalogue';
import type { ModelCard } from '../../state/state';
import { errorText, wholeNumber } from '../../ui/numbers';
import { closest, mostNumbers } from './closest';
import { bytesText, timeText } from './costs';
import { ErrorBar } from './ErrorBar';
import { Term } from './terms/Term';
import { terms } from './terms/terms';
import './figures.css';

interface FiguresProps {
  card: ModelCard;
  /** Terms are explained where they appear first. */
  isFirst: boolean;
}

interface FigureProps {
  name: string;
  word: string;
  /** What the word means, where it is explained. */
  explanation?: string | false;
  value: string | null;
}

function Figure({ name, word, explanation, value }: FigureProps) {
  return (
    <div>
      <dt>{explanation ? <Term word={word} explanation={explanation} /> : word}</dt>
      <dd data-figure={name}>{value ?? '–'}</dd>
    </div>
  );
}

function ErrorFigure({ card }: { card: ModelCard }) {
  const result = card.result.value;
  return (
    <div class="model-error">
      {closest.value === card ? (
        <dt class="model-closest">
          <span class="visually-hidden">{t`error (MSE)`}, </span>
          {t`closest\u00a0with ≤\u00a0${mostNumbers}\u00a0numbers`}
        </dt>
      ) : (
        <dt>{t`error (MSE)`}</dt>
      )}
      <dd data-figure="mse">{result ? errorText(result.meanSquaredError) : '–'}</dd>
      <dd class="model-bar" aria-hidden="true">
        <ErrorBar card={card} />
      </dd>
    </div>
  );
}

/** How close a model comes to the digit, and what that takes. */
export function Figures({ card, isFirst }: FiguresProps) {
  const summary = card.summary.value;
  const { digits, error } = testFigure(card);
  return (
    <dl class="model-figures">
      <ErrorFigure card={card} />
      <Figure
        name={t`weights`}
        word={t`weights`}
        explanation={isFirst && terms.weights}
        value={summary && wholeNumber(summary.parameters)}
      />
      <Figure name={t`code`} word={t`code`} value={summary && bytesText(summary)} />
      <Figure
        name={t`multiply-adds`}
        word={t`multiply-adds`}
        explanation={isFirst && terms.products}
        value={summary && wholeNumber(summary.multiply_adds)}
      />
      <Figure name={t`time`} word={t`time`} value={timeText(card)} />
      <div class="model-test" title={t`Mean error over ${wholeNumber(digits)} test digits, without noise`}>
        <dt>{isFirst ? <Term word={t`on test set`} explanation={terms.test} /> : t`on test set`}</dt>
        <dd data-figure="test">{error === undefined ? '–' : errorText(error)}</dd>
      </div>
    </dl>
  );
}
