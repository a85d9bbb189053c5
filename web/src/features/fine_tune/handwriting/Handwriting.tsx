import { plural, t } from '../../../language/t';
import { state } from '../../../state/state';
import { answers } from '../../../state/writing';
import { AddFiles, ImportProblems } from './AddFiles';
import { BeforeAfter } from './BeforeAfter';
import { DrawingSet } from './DrawingSet';
import { saveAsIdx, saveAsPng } from './drawingFiles';
import './handwriting.css';

/** Shows the first prompt, next to the pad. */
function beginWriting(): void {
  answers.value = [];
  const pad = document.querySelector<HTMLElement>('.pad-canvas');
  pad?.closest('.draw')?.scrollIntoView({ block: 'nearest' });
  pad?.focus({ preventScroll: true });
}

function SaveButtons() {
  const drawings = state.drawings.value;
  return (
    <div class="handwriting-tools">
      <button
        type="button"
        class="button"
        title={t`Save the drawings in MNIST's format, for hourglass train --data`}
        onClick={() => saveAsIdx(drawings)}
      >
        {t`Save as IDX`}
      </button>
      <button
        type="button"
        class="button"
        title={t`Save one picture of all drawings`}
        onClick={() => saveAsPng(drawings)}
      >
        {t`Save as PNG`}
      </button>
    </div>
  );
}

export function Handwriting() {
  const count = state.drawings.value.length;
  return (
    <div class="handwriting">
      <div class="handwriting-drawings">
        <h3>{t`Your handwriting`}</h3>
        <p>
          {count === 0
            ? t`Networks can learn how you write. Write ten digits, draw one and press Keep, or add pictures of digits. Your drawings stay in this browser.`
            : t`Say which digit a drawing shows if you like; networks learn from it either way.`}
        </p>
        <div class="handwriting-tools">
          <button type="button" class="button" onClick={beginWriting}>{t`Write ten digits`}</button>
          <AddFiles />
          {count > 0 && <span>{plural(count, t`one drawing`, t`${count} drawings`)}</span>}
        </div>
        <ImportProblems />
        {count > 0 && <DrawingSet />}
        {count > 0 && <SaveButtons />}
      </div>
      <BeforeAfter />
    </div>
  );
}
