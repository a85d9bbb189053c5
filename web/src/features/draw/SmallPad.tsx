import { t } from '../../language/t';
import { onlyTestDigit, visibleMarks } from '../../state/marks';
import { state } from '../../state/state';
import { ActionButton } from '../../ui/ActionButton';
import { drawActions } from './actions';
import { PadFrame } from './PadFrame';
import './smallPad.css';

function invitation(): string {
  const marks = state.pad.marks.value;
  if (visibleMarks(marks).length === 0) return t`Draw a digit here.`;
  if (onlyTestDigit(marks)) return t`Draw your own digit here. Everything follows your pen.`;
  return t`Draw on, and everything follows your pen.`;
}

/** The pad again, small enough to stay in sight next to what the drawing changes. */
export function SmallPad() {
  return (
    <div class="small-pad" role="group" aria-label={t`The pad, in small`}>
      <PadFrame
        name="small-pad-canvas"
        label={t`Small drawing pad: draw a digit with mouse, finger, pen or arrow keys`}
      />
      <div class="small-pad-side">
        <p>{invitation()}</p>
        <div class="small-pad-tools">
          <ActionButton action={drawActions.undo} icon="undo" />
          <ActionButton action={drawActions.clear} icon="clear" />
        </div>
      </div>
    </div>
  );
}
