import { Icon } from '../panels/Icon';
import { keepDrawing } from '../state/drawings';
import { randomDigit } from '../state/gallery';
import { state, type Tool } from '../state/state';
import { clearPad, redo, undo } from './ink';
import { visibleMarks } from './marks';

function ToolButton({ tool, label }: { tool: Tool; label: string }) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-pressed={state.pad.tool.value === tool}
      aria-label={label}
      title={label}
      onClick={() => (state.pad.tool.value = tool)}
    >
      <Icon name={tool} />
    </button>
  );
}

interface ActionButtonProps {
  icon: 'undo' | 'redo' | 'clear';
  label: string;
  disabled: boolean;
  onClick: () => void;
}

function ActionButton({ icon, label, disabled, onClick }: ActionButtonProps) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

export function PadTools() {
  const { marks, undone } = state.pad;
  return (
    <div class="pad-tools" role="toolbar" aria-label="Drawing tools">
      <div class="button-group">
        <ToolButton tool="pen" label="Pen (P)" />
        <ToolButton tool="eraser" label="Eraser (E)" />
      </div>
      <div class="button-group">
        <ActionButton
          icon="undo"
          label="Undo (Ctrl+Z)"
          disabled={marks.value.length === 0}
          onClick={undo}
        />
        <ActionButton
          icon="redo"
          label="Redo (Ctrl+Shift+Z)"
          disabled={undone.value.length === 0}
          onClick={redo}
        />
        <ActionButton
          icon="clear"
          label="Clear (C)"
          disabled={visibleMarks(marks.value).length === 0}
          onClick={clearPad}
        />
      </div>
      <div class="pad-actions">
        <button
          type="button"
          class="button"
          title="A random test digit (D)"
          disabled={state.galleryCount.value === 0}
          onClick={() => void randomDigit()}
        >
          <Icon name="dice" />
          Test digit
        </button>
        <button
          type="button"
          class="button"
          title="Keep this drawing for fine-tuning (K)"
          onClick={() => void keepDrawing()}
        >
          <Icon name="keep" />
          Keep
        </button>
      </div>
    </div>
  );
}
