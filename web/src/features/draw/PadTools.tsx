import { t } from '../../language/t';
import { state } from '../../state/state';
import { ActionButton } from '../../ui/ActionButton';
import { drawActions } from './actions';

export function PadTools() {
  const { pen, eraser, undo, redo, clear, testDigit, keep } = drawActions;
  const tool = state.pad.tool.value;
  return (
    <div class="pad-tools" role="toolbar" aria-label={t`Drawing tools`}>
      <div class="button-group">
        <ActionButton action={pen} icon="pen" isPressed={tool === 'pen'} />
        <ActionButton action={eraser} icon="eraser" isPressed={tool === 'eraser'} />
      </div>
      <div class="button-group">
        <ActionButton action={undo} icon="undo" />
        <ActionButton action={redo} icon="redo" />
        <ActionButton action={clear} icon="clear" />
      </div>
      <div class="pad-actions">
        <ActionButton action={testDigit} icon="dice" text={t`Test digit`} />
        <ActionButton action={keep} icon="keep" text={t`Keep`} />
      </div>
    </div>
  );
}
