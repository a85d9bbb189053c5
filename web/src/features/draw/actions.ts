import { t } from '../../language/t';
import { visibleMarks } from '../../state/marks';
import { state, type Tool } from '../../state/state';
import { keepDrawing } from '../../state/trainingDrawings';
import { type Action, anyDigitKey } from '../../ui/action';
import { canRedo, canUndo, clearPad, redo, undo } from './inkHistory';
import { randomDigit, randomDigitOf } from './testDigits';

const choose = (tool: Tool) => () => {
  state.pad.tool.value = tool;
};

export const drawActions = {
  undo: { name: t`undo`, keys: 'Ctrl+Z', run: undo, isPossible: canUndo },
  redo: { name: t`redo`, keys: 'Ctrl+Shift+Z', otherKeys: ['Ctrl+Y', 'Ctrl+Shift+Y'], run: redo, isPossible: canRedo },
  pen: { name: t`pen`, keys: 'P', run: choose('pen') },
  eraser: { name: t`eraser`, keys: 'E', run: choose('eraser') },
  clear: {
    name: t`clear the pad`,
    label: t`Clear`,
    keys: 'C',
    run: clearPad,
    isPossible: () => visibleMarks(state.pad.marks.value).length > 0,
  },
  testDigit: {
    name: t`random test digit`,
    keys: 'D',
    run: () => void randomDigit(),
    isPossible: () => state.galleryCount.value > 0,
  },
  testDigitOf: {
    name: t`test digit showing that number`,
    keys: anyDigitKey,
    run: (key) => void randomDigitOf(Number(key)),
  },
  keep: {
    name: t`keep this drawing`,
    label: t`Keep this drawing for fine-tuning`,
    keys: 'K',
    run: () => void keepDrawing(),
  },
} satisfies Record<string, Action>;
