import { effect } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../../../language/t';
import { theme } from '../../../theme/theme';
import { shortNumber, token } from '../../../ui/plotStyle';

const height = 120;
const width = 1024;
/** If the bars are closer than this, in canvas pixels, there is no gap between them. */
const narrowBar = 6;
const gap = 2;

interface UnitBarsProps {
  title: string;
  values: Float32Array;
  /** The value at the plot's upper edge; by default the largest one. */
  top?: number;
  chosen: number;
  choose: (unit: number) => void;
}

function paint(canvas: HTMLCanvasElement, { values, chosen }: UnitBarsProps, high: number, low: number): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.clearRect(0, 0, width, height);
  const scale = height / Math.max(high - low, Number.EPSILON);
  const step = width / values.length;
  const barWidth = step < narrowBar ? Math.max(step, 1) : step - gap;
  const bar = (unit: number, wide: number) => {
    const value = values[unit] ?? 0;
    context.fillRect(unit * step, (high - Math.max(value, 0)) * scale, wide, Math.max(1, Math.abs(value) * scale));
  };
  context.fillStyle = token('--sand');
  for (const unit of values.keys()) bar(unit, barWidth);
  context.fillStyle = token('--glass');
  bar(chosen, Math.max(barWidth, narrowBar));
}

/** Draws one bar per code unit, around zero. A click chooses a unit, as does the slider below. */
export function UnitBars(props: UnitBarsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { title, values, top, chosen, choose } = props;
  const high = top ?? values.reduce((largest, value) => Math.max(largest, value), 0);
  const low = values.reduce((smallest, value) => Math.min(smallest, value), 0);
  useLayoutEffect(
    () =>
      effect(() => {
        void theme.value;
        if (canvas.current) paint(canvas.current, props, high, low);
      }),
    [values, chosen],
  );
  const pick = (event: MouseEvent) => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const unit = Math.floor(((event.clientX - box.left) / box.width) * values.length);
    choose(Math.max(0, Math.min(values.length - 1, unit)));
  };
  return (
    <figure class="unit-bars">
      <figcaption>
        {title}
        <span>{t`${shortNumber(low)} to ${shortNumber(high)}`}</span>
      </figcaption>
      <canvas
        ref={canvas}
        width={width}
        height={height}
        role="img"
        aria-label={t`${title}, for each of ${values.length} units: ${shortNumber(low)} to ${shortNumber(high)}`}
        onClick={pick}
      />
    </figure>
  );
}
