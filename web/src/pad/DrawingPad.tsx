import { effect } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { penColour } from '../plots/palette';
import { notePenEvent } from '../state/inference';
import { state } from '../state/state';
import { beginStroke, endStroke, extendStroke, inkWidth } from './ink';
import { visibleMarks, type InkPoint, type Stroke } from './marks';
import { paintMarks, paintStrokeTip } from './paint';
import './pad.css';

const mainButton = 0;

/** Turns pointer events into strokes on one canvas. */
class PadSurface {
  private stroke: Stroke | null = null;
  private pointer: number | null = null;
  private bounds = new DOMRect();
  private readonly context: CanvasRenderingContext2D | null;

  constructor(private readonly canvas: HTMLCanvasElement) {
    this.context = canvas.getContext('2d');
  }

  /** Matches the canvas to its size on the screen in device pixels. */
  fit(): void {
    const side = Math.round(this.canvas.getBoundingClientRect().width * devicePixelRatio);
    if (side === this.canvas.width || side === 0) return;
    this.canvas.width = side;
    this.canvas.height = side;
    this.repaint();
  }

  repaint(): void {
    if (!this.context) return;
    const colour = penColour(state.theme.value);
    paintMarks(this.context, state.pad.marks.value, this.canvas.width, colour);
  }

  down(event: PointerEvent): void {
    if (this.pointer !== null || event.button !== mainButton) return;
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.pointer = event.pointerId;
    this.bounds = this.canvas.getBoundingClientRect();
    notePenEvent(event.timeStamp);
    this.stroke = beginStroke(this.pointOf(event));
  }

  move(event: PointerEvent): void {
    if (event.pointerId !== this.pointer || !this.stroke || !this.context) return;
    event.preventDefault();
    const coalesced = event.getCoalescedEvents?.() ?? [];
    const events = coalesced.length > 0 ? coalesced : [event];
    const from = this.stroke.points.length;
    notePenEvent(event.timeStamp);
    extendStroke(events.map((part) => this.pointOf(part)));
    const colour = penColour(state.theme.value);
    paintStrokeTip(this.context, this.stroke, from, this.canvas.width, colour);
  }

  up(event: PointerEvent): void {
    if (event.pointerId !== this.pointer) return;
    this.pointer = null;
    this.stroke = null;
    endStroke();
  }

  private pointOf(event: PointerEvent): InkPoint {
    return {
      x: (event.clientX - this.bounds.left) / this.bounds.width,
      y: (event.clientY - this.bounds.top) / this.bounds.height,
      width: inkWidth(event.pointerType === 'pen' ? event.pressure : null),
    };
  }
}

function attach(canvas: HTMLCanvasElement): () => void {
  const surface = new PadSurface(canvas);
  const resizing = new ResizeObserver(() => surface.fit());
  resizing.observe(canvas);
  surface.fit();
  const stopPainting = effect(() => surface.repaint());
  const up = (event: PointerEvent) => surface.up(event);
  canvas.addEventListener('pointerdown', (event) => surface.down(event));
  canvas.addEventListener('pointermove', (event) => surface.move(event));
  canvas.addEventListener('pointerup', up);
  canvas.addEventListener('pointercancel', up);
  return () => {
    stopPainting();
    resizing.disconnect();
  };
}

export function DrawingPad() {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => (canvas.current ? attach(canvas.current) : undefined), []);
  const empty = visibleMarks(state.pad.marks.value).length === 0;
  return (
    <div class="pad" data-tool={state.pad.tool.value}>
      <canvas
        ref={canvas}
        class="pad-canvas"
        role="img"
        aria-label="Drawing pad: draw a digit with mouse, finger or pen"
      />
      <p class="pad-hint" role="status">
        {empty && <strong>Draw a digit here</strong>}
        <span class="notice">{state.inputNotice.value}</span>
      </p>
    </div>
  );
}
