import { imageSide } from '../../engine/protocol';
import { state } from '../../state/state';
import { inkWidth } from './inkHistory';
import { keyPen, middleOf } from './keyPen';

const percent = (share: number) => `${100 * share}%`;

/** Shows where the pen is that the arrow keys move, and says it to those who cannot see it. */
export function KeyCursor() {
  const { row, column, isShown, isDown } = keyPen.value;
  const tool = state.pad.tool.value;
  const width = percent(inkWidth(tool === 'eraser', null));
  return (
    <>
      {isShown && (
        <div class="key-cursor" data-down={isDown || undefined} aria-hidden="true">
          <span style={{ left: percent(middleOf(column)), top: percent(middleOf(row)), width }} />
        </div>
      )}
      <p class="visually-hidden" role="status">
        {isShown && `Row ${row + 1}, column ${column + 1} of ${imageSide}, ${tool} ${isDown ? 'down' : 'up'}`}
      </p>
      <p id="pad-keys" class="pad-keys" hidden={isDown}>
        Arrow keys move the pen. Space puts it down and lifts it.
      </p>
    </>
  );
}
