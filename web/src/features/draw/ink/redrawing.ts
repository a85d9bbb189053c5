// Redraws strokes for the networks: paints their centre lines at one width, at the scale that the core gives
// a digit. The eraser removes the same parts here as on the pad.

import type { Mark, Stroke } from '../../../state/marks';
import { type Boxed, boxAround, union } from './box';
import { erased, type Line, linesOf, smooth, type Trace, tipOf } from './centreLines';
import { Layer } from './layer';
import { paintLine, paintMark, paintStrokeTip } from './paint';
import { canvasSide, isNear, type Placement, place, strokePixels } from './placement';

export const hiddenInk = '#fff';
export const hiddenCanvas: CanvasRenderingContext2DSettings = { willReadFrequently: true };

/** If a drawing has more points than this, its lines are cut only when the eraser is lifted, not at each move. */
const mostPointsErasedAtOnce = 3000;

/** The stroke in progress, and for a pen also its lines and the box around them, in fractions of the pad's side. */
interface Growing {
  stroke: Stroke;
  lines: Line[];
  whole: Boxed | null;
}

const isLine = (trace: Trace): trace is Line => trace.kind === 'line';

export class Redrawing {
  private marks: readonly Mark[] = [];
  /** The traces of the finished marks. */
  private traces: readonly Trace[] = [];
  /** What an eraser stroke in progress has left of `traces`. */
  private remaining: readonly Trace[] = [];
  private growing: Growing | null = null;
  private placement: Placement = place([]);
  private readonly layer = new Layer<Trace>(hiddenCanvas);

  constructor(private readonly context: CanvasRenderingContext2D | null) {}

  get hasStrays(): boolean {
    return this.placement.strays.size > 0;
  }

  paint(finished: readonly Mark[], growing: Stroke | null): void {
    this.trace(finished);
    this.growing = growing && { stroke: growing, lines: [], whole: null };
    this.grow(0);
    this.placement = this.bestPlacement();
    this.paintAll();
  }

  /** Paints the newest part of the stroke in progress: its points from index `from` onwards. */
  extend(from: number): void {
    const { growing, remaining, context } = this;
    if (!growing || !context) return;
    const tip = this.grow(from);
    const best = this.bestPlacement();
    const lostInk = remaining !== this.remaining;
    if (isNear(this.placement, best) && !lostInk) this.paintTip(tip, from);
    else {
      this.placement = best;
      this.paintAll();
    }
  }

  private trace(finished: readonly Mark[]): void {
    const goesOn = this.marks.every((mark, index) => mark === finished[index]);
    let traces = goesOn ? [...this.traces] : [];
    for (const mark of goesOn ? finished.slice(this.marks.length) : finished) {
      if (mark.kind !== 'stroke') continue;
      if (mark.eraser) traces = [...erased(traces, smooth(mark.points)), mark];
      else traces.push(...linesOf(mark));
    }
    this.marks = finished;
    this.traces = traces;
    this.remaining = traces;
  }

  /** Adds the stroke's points from index `from` onwards; returns the lines they add, or none for an eraser. */
  private grow(from: number): Line[] {
    if (!this.growing) return [];
    const { stroke } = this.growing;
    if (stroke.eraser) {
      if (this.countPoints() <= mostPointsErasedAtOnce) {
        this.remaining = erased(this.remaining, stroke.points, from);
      }
      return [];
    }
    const tip = tipOf(stroke, from);
    this.growing.lines.push(...tip);
    const box = boxAround(tip);
    const { whole } = this.growing;
    if (box && whole) whole.box = union(whole.box, box);
    else if (box) this.growing.whole = { box };
    return tip;
  }

  private countPoints(): number {
    return this.remaining.reduce((sum, trace) => sum + (isLine(trace) ? trace.points.length : 0), 0);
  }

  private bestPlacement(): Placement {
    const whole = this.growing?.whole;
    const lines = this.remaining.filter(isLine);
    return place(whole ? [...lines, whole] : lines);
  }

  private paintAll(): void {
    const { context, growing, placement } = this;
    if (!context) return;
    const { scale, left, top, strays } = placement;
    const kept = this.remaining.filter((trace) => !isLine(trace) || !strays.has(trace));
    const setting = `${scale} ${left} ${top}`;
    const picture = this.layer.picture(kept, canvasSide, setting, (target, trace) => this.paintTrace(target, trace));
    context.clearRect(0, 0, canvasSide, canvasSide);
    context.drawImage(picture, 0, 0);
    if (growing) this.paintTip(growing.lines, 0);
  }

  private paintTip(lines: readonly Line[], from: number): void {
    const { context, growing, placement } = this;
    if (!context || !growing) return;
    if (growing.stroke.eraser) {
      this.onPad(context, () => paintStrokeTip(context, growing.stroke, from, 1, hiddenInk));
    } else if (!growing.whole || !placement.strays.has(growing.whole)) {
      for (const line of lines) this.paintTrace(context, line);
    }
  }

  private paintTrace(context: CanvasRenderingContext2D, trace: Trace): void {
    const { scale } = this.placement;
    this.onPad(context, () => {
      if (isLine(trace)) paintLine(context, trace.points, strokePixels / scale, 1 / scale, hiddenInk);
      else paintMark(context, trace, 1, hiddenInk);
    });
  }

  /** Calls `paint` while the context's coordinates are fractions of the pad's side. */
  private onPad(context: CanvasRenderingContext2D, paint: () => void): void {
    const { scale, left, top } = this.placement;
    context.setTransform(scale, 0, 0, scale, left, top);
    paint();
    context.resetTransform();
  }
}
