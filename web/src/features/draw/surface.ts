// Turns pointer events into strokes on the visible canvas.

import { notePenEvent } from '../../state/live';
import { type InkPoint, type Mark, visibleMarks } from '../../state/marks';
import { state } from '../../state/state';
import { penColour } from '../../theme/palette';
import { theme } from '../../theme/theme';
import { Layer } from './ink/layer';
import { paintMark, paintStrokeTip } from './ink/paint';
import { beginStroke, cancelStroke, endStroke, extendStroke, inkWidth, strokeInProgress } from './inkHistory';

const mainButton = 0;
const eraserButton = 5;
const eraserButtons = 32;

/** Whether the event comes from the eraser end of a pen. */
function isEraserEnd({ button, buttons }: PointerEvent): boolean {
  return button === eraserButton || (buttons & eraserButtons) !== 0;
}

interface Pointer {
  id: number;
  isTouch: boolean;
  isEraser: boolean;
}

export class PadSurface {
  private pointer: Pointer | null = null;
  private readonly context: CanvasRenderingContext2D | null;
  private readonly finished = new Layer<Mark>();

  constructor(private readonly canvas: HTMLCanvasElement) {
    this.context = canvas.getContext('2d');
  }

  /** Gives the canvas as many pixels as it covers on the screen. */
  fit(): void {
    const side = Math.round(this.canvas.getBoundingClientRect().width * devicePixelRatio);
    const { width, height } = this.canvas;
    // Both count: a new canvas is 300 pixels wide but only 150 high.
    if ((side === width && side === height) || side === 0) return;
    this.canvas.width = side;
    this.canvas.height = side;
    this.repaint();
  }

  repaint(): void {
    const colour = penColour(theme.value);
    const side = this.canvas.width;
    const growing = strokeInProgress();
    const finished = visibleMarks(state.pad.marks.value).filter((mark) => mark !== growing);
    const paint = (target: CanvasRenderingContext2D, mark: Mark) => paintMark(target, mark, side, colour);
    const picture = this.finished.picture(finished, side, colour, paint);
    if (!this.context) return;
    this.context.clearRect(0, 0, side, side);
    this.context.drawImage(picture, 0, 0);
    if (growing) paint(this.context, growing);
  }

  down(event: PointerEvent): void {
    if (event.button !== mainButton && !isEraserEnd(event)) return;
    event.preventDefault();
    this.canvas.focus({ preventScroll: true });
    // A hand resting on the screen may touch it before the pen does.
    if (this.pointer?.isTouch && event.pointerType === 'pen') this.discard();
    if (this.pointer) return;
    this.canvas.setPointerCapture(event.pointerId);
    const isEraser = state.pad.tool.value === 'eraser' || isEraserEnd(event);
    this.pointer = { id: event.pointerId, isTouch: event.pointerType === 'touch', isEraser };
    notePenEvent(event.timeStamp);
    beginStroke(isEraser, this.pointOf(event, isEraser));
  }

  move(event: PointerEvent): void {
    if (event.pointerId !== this.pointer?.id) return;
    event.preventDefault();
    const { isEraser } = this.pointer;
    const coalesced = event.getCoalescedEvents?.() ?? [];
    const events = coalesced.length > 0 ? coalesced : [event];
    notePenEvent(event.timeStamp);
    this.extend(events.map((part) => this.pointOf(part, isEraser)));
  }

  /** Adds points to the stroke in progress and paints them. */
  extend(points: readonly InkPoint[]): void {
    const stroke = strokeInProgress();
    if (!stroke || !this.context) return;
    const from = extendStroke(points);
    paintStrokeTip(this.context, stroke, from, this.canvas.width, penColour(theme.value));
  }

  up(event: PointerEvent): void {
    if (event.pointerId !== this.pointer?.id) return;
    this.pointer = null;
    endStroke();
  }

  /** Removes the ink of a cancelled touch, which browsers take for the palm of a hand; a pen's ink stays. */
  cancel(event: PointerEvent): void {
    if (event.pointerId !== this.pointer?.id) return;
    if (this.pointer.isTouch) this.discard();
    else this.up(event);
  }

  private discard(): void {
    this.pointer = null;
    cancelStroke();
  }

  /** Measures the pad each time: the page may scroll, or the pad change its size, during a stroke. */
  private pointOf(event: PointerEvent, isEraser: boolean): InkPoint {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    return {
      x: (event.clientX - left) / width,
      y: (event.clientY - top) / height,
      width: inkWidth(isEraser, event.pointerType === 'pen' ? event.pressure : null),
    };
  }
}
