import './runFigures.css';

/** The figures of a training run, each with its name. */
export function RunFigures({ figures }: { figures: readonly (readonly [name: string, value: string])[] }) {
  return (
    <dl class="run-figures">
      {figures.map(([name, value]) => (
        <div key={name} data-run={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
