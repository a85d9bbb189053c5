import type { ErrorPoint } from '../../../engine/protocol';
import { t } from '../../../language/t';
import { state } from '../../../state/state';
import { isAsGood, worseFactor } from '../../../state/tuning';
import { shortNumber } from '../../../ui/plotStyle';
import './errorPath.css';

/** A look at the run: both errors, as multiples of those before training. */
interface Look {
  digits: number;
  drawings: number;
}

/** Both axes show at least this range around the errors before training, so that chance looks small. */
const leastRange = { low: 0.85, high: 1.15 };
const margin = 0.05;
/** The plot in the units of its SVG element, which are pixels on a narrow phone. */
const size = { width: 340, height: 260 };
const frame = { left: 68, top: 12, right: 330, bottom: 214 };
const ticks = 4;

const errorsOf = (errors: readonly ErrorPoint[]) =>
  errors.flatMap(({ digits, drawings }) => (drawings === null ? [] : [{ digits, drawings }]));

function rangeOf(looks: readonly Look[]): { low: number; high: number } {
  const all = looks.flatMap(({ digits, drawings }) => [digits, drawings]);
  const low = Math.min(leastRange.low, ...all);
  const high = Math.max(leastRange.high, ...all);
  const space = margin * (high - low);
  return { low: Math.max(0, low - space), high: high + space };
}

interface Scale {
  x: (value: number) => number;
  y: (value: number) => number;
  marks: number[];
}

/** Equal lengths on both axes are equal changes in proportion. */
function scaleOf(looks: readonly Look[]): Scale {
  const { low, high } = rangeOf(looks);
  const share = (value: number) => (value - low) / (high - low);
  return {
    x: (value) => frame.left + share(value) * (frame.right - frame.left),
    y: (value) => frame.bottom - share(value) * (frame.bottom - frame.top),
    marks: Array.from({ length: ticks }, (_, index) => low + ((index + 0.5) / ticks) * (high - low)),
  };
}

const middle = { x: (frame.left + frame.right) / 2, y: (frame.top + frame.bottom) / 2 };

function Axes({ scale: { x, y, marks }, first }: { scale: Scale; first: Look }) {
  return (
    <>
      <rect
        class="error-path-worse"
        x={x(worseFactor)}
        y={frame.top}
        width={frame.right - x(worseFactor)}
        height={frame.bottom - frame.top}
      />
      <path class="error-path-axes" d={`M${frame.left} ${frame.top}V${frame.bottom}H${frame.right}`} />
      <path
        class="error-path-before"
        d={`M${x(1)} ${frame.top}V${frame.bottom}M${frame.left} ${y(1)}H${frame.right}`}
      />
      {marks.map((mark) => (
        <g key={mark}>
          <text x={x(mark)} y={frame.bottom + 16} text-anchor="middle">
            {shortNumber(mark * first.digits)}
          </text>
          <text x={frame.left - 6} y={y(mark) + 4} text-anchor="end">
            {shortNumber(mark * first.drawings)}
          </text>
        </g>
      ))}
      <text class="error-path-name" x={middle.x} y={size.height - 8} text-anchor="middle">
        {t`error on MNIST test digits`}
      </text>
      <text class="error-path-name" transform={`translate(11 ${middle.y}) rotate(-90)`} text-anchor="middle">
        {t`error on your drawings`}
      </text>
      <text transform={`translate(${frame.right - 12} ${frame.top + 6}) rotate(90)`}>{t`forgets MNIST`}</text>
    </>
  );
}

function Path({ scale: { x, y }, looks }: { scale: Scale; looks: readonly Look[] }) {
  const places = looks.map(({ digits, drawings }) => ({ x: x(digits), y: y(drawings) }));
  const [start, now] = [places[0], places.at(-1)];
  if (!start || !now) return null;
  return (
    <>
      <polyline class="error-path-line" points={places.map((place) => `${place.x},${place.y}`).join(' ')} />
      {places.map((place, index) => (
        <circle key={index} class="error-path-look" cx={place.x} cy={place.y} r="2.5" />
      ))}
      <circle class="error-path-start" cx={start.x} cy={start.y} r="6" />
      <text class="error-path-mark" x={start.x - 10} y={start.y - 6} text-anchor="end">{t`start`}</text>
      {places.length > 1 && (
        <>
          <circle class="error-path-now" cx={now.x} cy={now.y} r="6" />
          <text class="error-path-mark" x={now.x - 12} y={now.y + 8} text-anchor="end">{t`now`}</text>
        </>
      )}
    </>
  );
}

const change = (before: number, now: number) => `${shortNumber(before)} → ${shortNumber(now)}`;

/** What the path shows, in a sentence. */
function verdict(before: Look, now: Look): string {
  const learned = !isAsGood(now.drawings, before.drawings);
  const remembers = isAsGood(before.digits, now.digits);
  if (learned) {
    return remembers
      ? t`It learns your handwriting and forgets nothing of MNIST.`
      : t`It learns your handwriting, but forgets some of MNIST.`;
  }
  return remembers ? t`It has not learned your handwriting yet.` : t`It forgets some of MNIST.`;
}

/** While a network learns the visitor's drawings: the error on these against the error on MNIST, look by look. */
export function ErrorPath() {
  const errors = errorsOf(state.tuning.errors.value);
  const [first, now] = [errors[0], errors.at(-1)];
  if (!first || !now) return null;
  const looks = errors.map(({ digits, drawings }) => ({
    digits: digits / first.digits,
    drawings: drawings / first.drawings,
  }));
  const scale = scaleOf(looks);
  const numbers = [
    t`error on your held-out drawings ${change(first.drawings, now.drawings)}`,
    t`error on MNIST test digits ${change(first.digits, now.digits)}`,
  ].join(', ');
  const text = errors.length === 1 ? t`Each measurement of both errors adds a dot.` : verdict(first, now);
  return (
    <figure class="error-path">
      <svg
        viewBox={`0 0 ${size.width} ${size.height}`}
        role="img"
        aria-label={t`Error on your drawings against error on MNIST, ${errors.length} measurements from start to now: ${numbers}. ${text}`}
      >
        <Axes scale={scale} first={first} />
        <Path scale={scale} looks={looks} />
      </svg>
      <figcaption>
        <strong>{text}</strong>{' '}
        {t`A path straight down learns your drawings and forgets nothing; one into the shaded part forgets MNIST. Both axes show the same changes in proportion.`}
      </figcaption>
    </figure>
  );
}
