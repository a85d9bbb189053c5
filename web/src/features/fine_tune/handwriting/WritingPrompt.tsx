import { useLayoutEffect } from 'preact/hooks';
import { plural, t } from '../../../language/t';
import { type Drawing, state } from '../../../state/state';
import { keepDrawing, takeBackAnswer } from '../../../state/trainingDrawings';
import { answer, answers, promptCount, promptedDigit, promptText } from '../../../state/writing';
import { Icon } from '../../../ui/Icon';
import './writingPrompt.css';

const stop = () => (answers.value = null);

function trainOnDrawings(train: () => Promise<void>): void {
  stop();
  state.tuning.images.value = 'drawings';
  document.querySelector('.finetune')?.scrollIntoView();
  void train();
}

function Asking({ digit }: { digit: number }) {
  return (
    <>
      <p role="status">
        <strong>{promptText(digit)}</strong> <span>{t`${digit + 1} of ${promptCount}`}</span>
      </p>
      <button
        type="button"
        class="button button-main"
        title={t`Keep this drawing and go on (K while the pad has focus)`}
        onClick={() => void keepDrawing()}
      >
        {t`Next`}
      </button>
      <button type="button" class="button" title={t`Go on without this digit`} onClick={() => answer(null)}>
        {t`Skip`}
      </button>
    </>
  );
}

function Finished({ count, train }: { count: number; train: () => Promise<void> }) {
  return (
    <>
      <p role="status">
        <strong>{t`Done`}</strong> <span>{plural(count, t`one digit kept`, t`${count} digits kept`)}</span>
      </p>
      {count > 0 && (
        <button
          type="button"
          class="button button-main"
          title={t`Fine-tune a network on your drawings, mixed with MNIST`}
          onClick={() => trainOnDrawings(train)}
        >
          {t`Train on them`}
        </button>
      )}
    </>
  );
}

interface WritingPromptProps {
  answers: readonly (Drawing | null)[];
  clear: () => void;
  train: () => Promise<void>;
}

/** Asks for one digit after the other. Each prompt begins with an empty pad. */
export function WritingPrompt({ answers: given, clear, train }: WritingPromptProps) {
  useLayoutEffect(clear, [given]);
  const digit = promptedDigit.value;
  return (
    <section class="writing" aria-label={t`Ten digits to write`}>
      {digit === null ? <Finished count={given.filter(Boolean).length} train={train} /> : <Asking digit={digit} />}
      <button
        type="button"
        class="icon-button"
        aria-label={t`Back to the digit before`}
        title={t`Remove the last drawing and write that digit again`}
        disabled={given.length === 0}
        onClick={() => void takeBackAnswer()}
      >
        <Icon name="undo" />
      </button>
      <button type="button" class="icon-button" aria-label={t`Stop writing`} title={t`Stop writing`} onClick={stop}>
        <Icon name="close" />
      </button>
    </section>
  );
}
