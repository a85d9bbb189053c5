import { effect, type Signal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { t } from '../../../language/t';
import { digitColour } from '../../../theme/digitColours';
import { theme } from '../../../theme/theme';

export interface Place {
  x: number;
  y: number;
}

/** The x and y of every code, as consecutive pairs, and the digit that each code stands for. */
export interface Scatter {
  points: Float32Array;
  labels: Uint8Array;
}

/** The part of the map shown in the square: its centre and half its side, in the units of the codes. */
interface Window {
  x: number;
  y: number;
  half: number;
}

const margin = 1.06;
/** An arrow key's step, as a fraction of the square's side. */
const keyStep = 0.02;
const mutedOpacity = 0.12;
const keyDirections: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

function windowOf(points: Float32Array): Window {
  const [low, high] = [
    [Infinity, Infinity],
    [-Infinity, -Infinity],
  ] as [[number, number], [number, number]];
  points.forEach((value, index) => {
    const axis = (index % 2) as 0 | 1;
    low[axis] = Math.min(low[axis], value);
    high[axis] = Math.max(high[axis], value);
  });
  const half = (margin * Math.max(high[0] - low[0], high[1] - low[1])) / 2 || 1;
  return { x: (low[0] + high[0]) / 2, y: (low[1] + high[1]) / 2, half };
}

/** Converts a place on the map to a position in the square, where both axes run from 0 to 1 and y points down. */
const toSquare = (view: Window, { x, y }: Place): Place => ({
  x: (x - view.x) / (2 * view.half) + 0.5,
  y: 0.5 - (y - view.y) / (2 * view.half),
});
const fromSquare = (view: Window, { x, y }: Place): Place => ({
  x: view.x + (x - 0.5) * 2 * view.half,
  y: view.y - (y - 0.5) * 2 * view.half,
});

function paint(canvas: HTMLCanvasElement, { points, labels }: Scatter, view: Window, chosen: number | null) {
  const context = canvas.getContext('2d');
  const side = Math.round(canvas.clientWidth * devicePixelRatio);
  if (!context || side === 0) return;
  canvas.width = side;
  canvas.height = side;
  const size = Math.max(9, canvas.clientWidth / 52) * devicePixelRatio;
  context.font = `600 ${size}px Archivo, system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  labels.forEach((digit, index) => {
    const place = toSquare(view, { x: points[2 * index] ?? 0, y: points[2 * index + 1] ?? 0 });
    context.globalAlpha = chosen === null || chosen === digit ? 0.85 : mutedOpacity;
    context.fillStyle = digitColour(digit, theme.value);
    context.fillText(String(digit), place.x * side, place.y * side);
  });
}

function Mark({ kind, view, place }: { kind: string; view: Window; place: Place | null }) {
  if (!place) return null;
  const { x, y } = toSquare(view, place);
  return <span class={`map-mark map-mark-${kind}`} style={{ left: `${100 * x}%`, top: `${100 * y}%` }} />;
}

interface CodeScatterProps {
  scatter: Scatter;
  chosen: number | null;
  yours: Place | null;
  /** Where the visitor points, with a pointer or the arrow keys. */
  probe: Signal<Place | null>;
}

/** Plots each code as a small digit, and marks the drawing and the point being decoded. */
export function CodeScatter({ scatter, chosen, yours, probe }: CodeScatterProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useMemo(() => windowOf(scatter.points), [scatter]);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    const repaint = () => paint(element, scatter, view, chosen);
    const stop = effect(repaint);
    const resizing = new ResizeObserver(repaint);
    resizing.observe(element);
    // A canvas does not redraw itself when the page's typeface arrives.
    void document.fonts.ready.then(repaint);
    return () => {
      stop();
      resizing.disconnect();
    };
  }, [scatter, chosen]);
  const point = (event: PointerEvent) => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    probe.value = fromSquare(view, {
      x: (event.clientX - box.left) / box.width,
      y: (event.clientY - box.top) / box.height,
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = keyDirections[event.key];
    if (!direction) return;
    event.preventDefault();
    const from = probe.value ?? yours ?? view;
    const step = 2 * view.half * keyStep;
    probe.value = { x: from.x + direction[0] * step, y: from.y + direction[1] * step };
  };
  return (
    <div
      class="map-square"
      role="application"
      tabIndex={0}
      aria-label={t`Map of codes: the arrow keys move the point that is decoded`}
      onPointerMove={point}
      onPointerDown={point}
      onKeyDown={onKeyDown}
    >
      <canvas ref={canvas} role="img" aria-label={t`The codes of ${scatter.labels.length} test digits`} />
      <Mark kind="yours" view={view} place={yours} />
      <Mark kind="probe" view={view} place={probe.value} />
    </div>
  );
}
