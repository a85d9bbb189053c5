import { effect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { onlyTestDigit } from '../../state/marks';
import { state } from '../../state/state';
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

interface PadFrameProps {
  name: string;
  label: string;
  children?: ComponentChildren;
}

/** A square to draw in. The page has two of different sizes, which show and change the same ink. */
export function PadFrame({ name, label, children }: PadFrameProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => (canvas.current ? attach(canvas.current) : undefined), []);
  const isSample = onlyTestDigit(state.pad.marks.value)?.isSample ?? false;
  return (
    <div class="pad" data-tool={state.pad.tool.value} data-sample={isSample || undefined}>
      <canvas
        ref={canvas}
        class={name}
        role="application"
        tabIndex={0}
        aria-label={label}
        aria-describedby="pad-content pad-keys"
      />
      <KeyCursor />
      {children}
    </div>
  );
}
