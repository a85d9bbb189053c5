import { keepDrawing } from '../../state/drawings';
import { visibleMarks } from '../../state/marks';
import { state, type Tool } from '../../state/state';
import { Icon } from '../../ui/Icon';
import { canUndo, clearPad, redo, undo } from './ink';
import { randomDigit } from './testDigits';

const onPad = 'while the pad has focus';

function ToolButton({ tool, name, shortcut }: { tool: Tool; name: string; shortcut: string }) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-pressed={state.pad.tool.value === tool}
      aria-label={`${name} (${shortcut})`}
      title={`${name} (${shortcut} ${onPad})`}
      onClick={() => (state.pad.tool.value = tool)}
    >
      <Icon name={tool} />
    </button>
  );
}

interface ActionButtonProps {
  icon: 'undo' | 'redo' | 'clear';
  label: string;
  title?: string;
  disabled: boolean;
  onClick: () => void;
}

function ActionButton({ icon, label, title = label, disabled, onClick }: ActionButtonProps) {
  return (
    <button type="button" class="icon-button" aria-label={label} title={title} disabled={disabled} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}

export function PadTools() {
  const { marks, undone } = state.pad;
  return (
    <div class="pad-tools" role="toolbar" aria-label="Drawing tools">
      <div class="button-group">
        <ToolButton tool="pen" name="Pen" shortcut="P" />
        <ToolButton tool="eraser" name="Eraser" shortcut="E" />
      </div>
      <div class="button-group">
        <ActionButton icon="undo" label="Undo (Ctrl+Z)" disabled={!canUndo()} onClick={undo} />
        <ActionButton icon="redo" label="Redo (Ctrl+Shift+Z)" disabled={undone.value.length === 0} onClick={redo} />
        <ActionButton
          icon="clear"
          label="Clear (C)"
          title={`Clear (C ${onPad})`}
          disabled={visibleMarks(marks.value).length === 0}
          onClick={clearPad}
        />
      </div>
      <div class="pad-actions">
        <button
          type="button"
          class="button"
          title={`Random test digit (D ${onPad})`}
          disabled={state.galleryCount.value === 0}
          onClick={() => void randomDigit()}
        >
          <Icon name="dice" />
          Test digit
        </button>
        <button
          type="button"
          class="button"
          title={`Keep this drawing for fine-tuning (K ${onPad})`}
          onClick={() => void keepDrawing()}
        >
          <Icon name="keep" />
          Keep
        </button>
      </div>
    </div>
  );
}
