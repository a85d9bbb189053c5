import { imageSide } from '../../engine/protocol';
import { plural, t, translated } from '../../language/t';
import { type Mark, onlyTestDigit, type Stroke, visibleMarks } from '../../state/marks';
import { state } from '../../state/state';
import { promptedDigit, promptText } from '../../state/writing';
import { boxAround, boxOf } from './ink/box';
import { KeyPenTexts } from './KeyCursor';
import { PadFrame } from './PadFrame';

export function PadTitle({ id }: { id: string }) {
  const digit = onlyTestDigit(state.pad.marks.value);
  return (
    <h2 id={id} class="eyebrow">
      {digit?.isSample ? t`A sample digit` : digit ? t`A test digit` : t`Your digit`}
    </h2>
  );
}

function hintText(isEmpty: boolean, isSample: boolean): string | null {
  const digit = promptedDigit.value;
  if (isEmpty) return digit === null ? t`Draw a digit here` : promptText(digit);
  return isSample ? t`A sample. Draw your own digit here` : null;
}

const isInk = (mark: Mark): mark is Stroke => mark.kind === 'stroke' && !mark.eraser;

/** Says what is on the pad, by the rows and columns of the grid that the arrow keys use. */
function contentText(marks: readonly Mark[]): string {
  const visible = visibleMarks(marks);
  const strokes = visible.filter(isInk);
  const box = boxAround(strokes.flatMap(({ points }) => points.map((point) => ({ box: boxOf(point) }))));
  const cell = (share: number) => Math.max(1, Math.min(imageSide, Math.ceil(share * imageSide)));
  const digit = visible[0]?.kind === 'digit' ? visible[0] : null;
  const picture =
    digit && (digit.index === null ? t`your picture` : digit.isSample ? t`a sample digit` : t`a test digit`);
  const count = plural(strokes.length, t`one stroke`, t`${strokes.length} strokes`);
  const drawn =
    box &&
    t`${count} in rows ${cell(box.top)} to ${cell(box.bottom)} and columns ${cell(box.left)} to ${cell(box.right)} of ${imageSide}`;
  if (picture && drawn) return t`On the pad: ${picture}, and ${drawn}.`;
  return t`On the pad: ${picture || drawn || t`nothing`}.`;
}

export function DrawingPad() {
  const marks = state.pad.marks.value;
  const hint = hintText(visibleMarks(marks).length === 0, onlyTestDigit(marks)?.isSample ?? false);
  return (
    <PadFrame name="pad-canvas" label={t`Drawing pad: draw a digit with mouse, finger, pen or arrow keys`}>
      <p id="pad-content" hidden>
        {contentText(marks)}
      </p>
      <KeyPenTexts />
      <p class="pad-hint" role="status">
        {hint && <strong>{hint}</strong>}
        {state.pad.leavesOutStrays.value && <span>{t`The networks ignore the distant dot.`}</span>}
        <span class="notice">{translated(state.inputNotice.value ?? '')}</span>
      </p>
    </PadFrame>
  );
}
