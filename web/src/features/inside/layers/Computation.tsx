import { useState } from 'preact/hooks';
import { useComponent } from '../useComponent';
import { plainName } from './layerNames';

const loadExplanation = () => import('./LayerExplanation');

function Loaded({ type }: { type: string }) {
  const { component: Explanation, error } = useComponent(loadExplanation);
  if (error) return <p class="inside-problem">{error}</p>;
  return Explanation && <Explanation type={type} />;
}

/** Opens the formula and the code of one type of layer, or nothing if it computes nothing. */
export function Computation({ type }: { type: string }) {
  const [wasOpened, setOpened] = useState(false);
  if (type === 'identity') return null;
  return (
    <details class="computation" onToggle={(event) => event.currentTarget.open && setOpened(true)}>
      <summary>{plainName(type).replace(/^./, (letter) => letter.toUpperCase())}</summary>
      {wasOpened && <Loaded type={type} />}
    </details>
  );
}
