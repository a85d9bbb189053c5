import { imageSide } from '../../engine/protocol';
import { t } from '../../language/t';
import { state } from '../../state/state';
import { inkWidth } from './inkHistory';
import { keyPen, middleOf } from './keyPen';

const percent = (share: number) => `${100 * share}%`;

/** Shows where the pen is that the arrow keys move. */
export function KeyCursor() {
  const { row, column, isShown, isDown } = keyPen.value;
  if (!isShown) return null;
  const width = percent(inkWidth(state.pad.tool.value === 'eraser', null));
  return (
    <div class="key-cursor" data-down={isDown || undefined} aria-hidden="true">
      <span style={{ left: percent(middleOf(column)), top: percent(middleOf(row)), width }} />
    </div>
  );
}

/** Says how the keys draw, and where their pen is to those who cannot see it. */
export function KeyPenTexts() {
  const { row, column, isShown, isDown } = keyPen.value;
  return (
    <>
      <p class="visually-hidden" role="status">
        {isShown &&
          t`Row ${row + 1}, column ${column + 1} of ${imageSide}, ${state.pad.tool.value === 'pen' ? t`pen` : t`eraser`} ${isDown ? t`down` : t`up`}`}
      </p>
      <p id="pad-keys" class="pad-keys" hidden={isDown}>
        {t`Arrow keys move the pen. Space puts it down and lifts it.`}
      </p>
    </>
  );
}
