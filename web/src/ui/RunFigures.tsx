import './runFigures.css';

/** Shows named numbers about a training run, such as its loss. */
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
