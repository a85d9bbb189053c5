import type { ModuleFacts } from '../../engine/protocol';
import { state } from '../../state/state';
import { type Shortcut, worksAnywhere } from '../../ui/action';
import './explanation.css';

function moduleText({ variant, threads }: ModuleFacts): string {
  const simd = variant.endsWith('relaxed') ? 'relaxed SIMD' : 'SIMD';
  return `WebAssembly with ${simd} on ${threads === 1 ? 'one thread' : `${threads} threads`}.`;
}

function Latency() {
  const latency = state.penLatency.value;
  const module = state.module.value;
  return (
    <p class="latency" data-latency={latency ?? undefined} data-module={module?.variant}>
      Everything runs in your browser; nothing is sent anywhere.
      {latency !== null && ` From pen to pictures: ${latency.toFixed(1)} ms (median).`}
      {module && ` ${moduleText(module)}`}
    </p>
  );
}

interface ShortcutsProps {
  shortcuts: readonly Shortcut[];
}

function ShortcutList({ shortcuts }: ShortcutsProps) {
  return (
    <dl>
      {shortcuts.map(({ keys, name }) => (
        <div key={keys}>
          <dt>
            <kbd>{keys}</kbd>
          </dt>
          <dd>{name}</dd>
        </div>
      ))}
    </dl>
  );
}

function Shortcuts({ shortcuts }: ShortcutsProps) {
  return (
    <details class="shortcuts">
      <summary>Keyboard shortcuts</summary>
      <p>Anywhere on the page, except in fields and dialogs:</p>
      <ShortcutList shortcuts={shortcuts.filter(worksAnywhere)} />
      <p>While the pad has focus (click it, or reach it with Tab):</p>
      <ShortcutList shortcuts={shortcuts.filter((one) => !worksAnywhere(one))} />
    </details>
  );
}

export function Explanation({ shortcuts }: ShortcutsProps) {
  return (
    <footer class="explanation">
      <Shortcuts shortcuts={shortcuts} />
      <Latency />
    </footer>
  );
}
