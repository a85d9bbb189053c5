import { effect } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { imageSide } from '../../engine/protocol';
import { type Mark, onlyTestDigit, type Stroke, visibleMarks } from '../../state/marks';
import { state } from '../../state/state';
import { boxAround, boxOf } from './box';
import { KeyCursor } from './KeyCursor';
import { KeyPen } from './keyPen';
import { PadSurface } from './surface';
import './pad.css';

/** Calls `act` whenever the pixel density changes, because of zooming or a move to another screen. */
function watchDensity(act: () => void): () => void {
  const stop = new AbortController();
  const watch = () => {
    const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    const changed = () => {
      act();
      watch();
    };
    query.addEventListener('change', changed, { once: true, signal: stop.signal });
  };
  watch();
  return () => stop.abort();
}

function listen(canvas: HTMLCanvasElement, surface: PadSurface): void {
  const notePointer = (isUsed: boolean) => canvas.toggleAttribute('data-pointed', isUsed);
  const keys = new KeyPen((points) => surface.extend(points));
  canvas.addEventListener('pointerdown', (event) => {
    keys.leave();
    notePointer(true);
    surface.down(event);
  });
  canvas.addEventListener('pointermove', (event) => surface.move(event));
  canvas.addEventListener('pointerup', (event) => surface.up(event));
  canvas.addEventListener('pointercancel', (event) => surface.cancel(event));
  // A right click or a long press would open the browser's menu over the drawing.
  canvas.addEventListener('contextmenu', (event) => event.preventDefault());
  canvas.addEventListener('keydown', (event) => {
    notePointer(false);
    keys.down(event);
  });
  canvas.addEventListener('keyup', (event) => keys.up(event));
  canvas.addEventListener('blur', () => {
    notePointer(false);
    keys.leave();
  });
}

function attach(canvas: HTMLCanvasElement): () => void {
  const surface = new PadSurface(canvas);
  const fit = () => surface.fit();
  const resizing = new ResizeObserver(fit);
  resizing.observe(canvas);
  const stopWatching = watchDensity(fit);
  fit();
  const stopPainting = effect(() => surface.repaint());
  listen(canvas, surface);
  return () => {
    stopPainting();
    stopWatching();
    resizing.disconnect();
  };
}

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
  if (isEmpty) return 'Draw a digit here';
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
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => (canvas.current ? attach(canvas.current) : undefined), []);
  const marks = state.pad.marks.value;
  const isSample = onlyTestDigit(marks)?.isSample ?? false;
  const hint = hintText(visibleMarks(marks).length === 0, isSample);
  return (
    <div class="pad" data-tool={state.pad.tool.value} data-sample={isSample || undefined}>
      <canvas
        ref={canvas}
        class="pad-canvas"
        role="application"
        tabIndex={0}
        aria-label="Drawing pad: draw a digit with mouse, finger, pen or arrow keys"
        aria-describedby="pad-content pad-keys"
      />
      <p id="pad-content" hidden>
        {contentText(marks)}
      </p>
      <KeyCursor />
      <p class="pad-hint" role="status">
        {hint && <strong>{hint}</strong>}
        {state.pad.leavesOutStrays.value && <span>The networks ignore the distant dot.</span>}
        <span class="notice">{state.inputNotice.value}</span>
      </p>
    </div>
  );
}
