import type { ModuleFacts } from '../../engine/protocol';
import { plural, t } from '../../language/t';
import { state } from '../../state/state';
import { keyNames, type Shortcut, worksAnywhere } from '../../ui/action';
import { fixed } from '../../ui/numbers';
import './explanation.css';

function moduleText({ variant, threads }: ModuleFacts): string {
  const simd = variant.endsWith('relaxed') ? t`relaxed SIMD` : 'SIMD';
  return t`WebAssembly with ${simd} on ${plural(threads, t`one thread`, t`${threads} threads`)}.`;
}

function Latency() {
  const latency = state.penLatency.value;
  const module = state.module.value;
  return (
    <p class="latency" data-latency={latency ?? undefined} data-module={module?.variant}>
      {t`Everything runs in your browser; nothing is sent anywhere.`}
      {latency !== null && ` ${t`From pen to pictures: ${fixed(latency, 1)} ms (median).`}`}
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
      {shortcuts.map((shortcut) => (
        <div key={shortcut.keys}>
          <dt>
            <kbd>{keyNames(shortcut)}</kbd>
          </dt>
          <dd>{shortcut.name}</dd>
        </div>
      ))}
    </dl>
  );
}

function Shortcuts({ shortcuts }: ShortcutsProps) {
  return (
    <details class="shortcuts">
      <summary>{t`Keyboard shortcuts`}</summary>
      <p>{t`Anywhere on the page, except in fields and dialogs:`}</p>
      <ShortcutList shortcuts={shortcuts.filter(worksAnywhere)} />
      <p>{t`While the pad has focus (click it, or reach it with Tab):`}</p>
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
