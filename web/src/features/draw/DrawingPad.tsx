import { imageSide } from '../../engine/protocol';
import { type Mark, onlyTestDigit, type Stroke, visibleMarks } from '../../state/marks';
import { state } from '../../state/state';
import { promptedDigit, promptText } from '../../state/writing';
import { boxAround, boxOf } from './ink/box';
import { KeyPenTexts } from './KeyCursor';
import { PadFrame } from './PadFrame';

export function PadTitle({ id }: { id: string }) {
  const digit = onlyTestDigit(state.pad.marks.value);
  const owner = digit?.isSample ? 'A sample' : digit ? 'A test' : 'Your';
  return (
    <h2 id={id} class="eyebrow">
      {owner} digit
    </h2>
  );
}

function hintText(isEmpty: boolean, isSample: boolean): string | null {
  const digit = promptedDigit.value;
  if (isEmpty) return digit === null ? 'Draw a digit here' : promptText(digit);
  return isSample ? 'A sample. Draw your own digit here' : null;
}

const isInk = (mark: Mark): mark is Stroke => mark.kind === 'stroke' && !mark.eraser;

/** Says what is on the pad, by the rows and columns of the grid that the arrow keys use. */
function contentText(marks: readonly Mark[]): string {
  const visible = visibleMarks(marks);
  const strokes = visible.filter(isInk);
  const box = boxAround(strokes.flatMap(({ points }) => points.map((point) => ({ box: boxOf(point) }))));
  const cell = (share: number) => Math.max(1, Math.min(imageSide, Math.ceil(share * imageSide)));
  const digit = visible[0]?.kind === 'digit' ? visible[0] : null;
  const picture = digit && (digit.index === null ? 'your picture' : digit.isSample ? 'a sample digit' : 'a test digit');
  const count = strokes.length === 1 ? 'one stroke' : `${strokes.length} strokes`;
  const drawn =
    box &&
    `${count} in rows ${cell(box.top)} to ${cell(box.bottom)} and columns ${cell(box.left)} to ${cell(box.right)} of ${imageSide}`;
  return `On the pad: ${[picture, drawn].filter(Boolean).join(', and ') || 'nothing'}.`;
}

export function DrawingPad() {
  const marks = state.pad.marks.value;
  const hint = hintText(visibleMarks(marks).length === 0, onlyTestDigit(marks)?.isSample ?? false);
  return (
    <PadFrame name="pad-canvas" label="Drawing pad: draw a digit with mouse, finger, pen or arrow keys">
      <p id="pad-content" hidden>
        {contentText(marks)}
      </p>
      <KeyPenTexts />
      <p class="pad-hint" role="status">
        {hint && <strong>{hint}</strong>}
        {state.pad.leavesOutStrays.value && <span>The networks ignore the distant dot.</span>}
        <span class="notice">{state.inputNotice.value}</span>
      </p>
    </PadFrame>
  );
}
