import { localNumber } from '../../../language/t';

const lowest = 1e-4;
const highest = 1;
const ticks = [0.001, 0.01, 0.1];

/** Where an error lies on the scale, in percent of its length. */
function place(error: number): number {
  const share = Math.log(error / lowest) / Math.log(highest / lowest);
  return 100 * Math.min(1, Math.max(0, share));
}

/** Marks errors on a logarithmic scale. All scales have the same range, so that they can be compared. */
export function ErrorScale({ errors }: { errors: readonly number[] }) {
  return (
    <div class="error-scale" aria-hidden="true">
      {ticks.map((tick) => (
        <span key={tick} class="error-tick" style={{ left: `${place(tick)}%` }}>
          {localNumber(String(tick))}
        </span>
      ))}
      {errors.map((error, index) => (
        <span key={index} class="error-mark" style={{ left: `${place(error)}%` }} />
      ))}
    </div>
  );
}
