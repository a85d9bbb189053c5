import type { ModuleFacts } from '../engine/protocol';
import { state } from '../state/state';
import { padShortcuts, pageShortcuts, type Shortcut } from './shortcuts';
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
      Everything runs in this page; nothing is sent anywhere.
      {latency !== null && ` From pen to pictures: ${latency.toFixed(1)} ms (median).`}
      {module && ` ${moduleText(module)}`}
    </p>
  );
}

function ShortcutList({ shortcuts }: { shortcuts: readonly Shortcut[] }) {
  return (
    <dl>
      {shortcuts.map(({ keys, action }) => (
        <div key={keys}>
          <dt>
            <kbd>{keys}</kbd>
          </dt>
          <dd>{action}</dd>
        </div>
      ))}
    </dl>
  );
}

function Shortcuts() {
  return (
    <details class="shortcuts">
      <summary>Keyboard shortcuts</summary>
      <p>Anywhere on the page, but not in fields and dialogs:</p>
      <ShortcutList shortcuts={pageShortcuts} />
      <p>While the pad has focus (click it, or reach it with Tab):</p>
      <ShortcutList shortcuts={padShortcuts} />
    </details>
  );
}

export function Explanation() {
  return (
    <footer class="explanation">
      <div class="explanation-columns">
        <section>
          <h2>The narrow code</h2>
          <p>
            A digit here is 784 numbers, one per pixel. Each network first squeezes them into far fewer: its code, the
            coloured strip. From the code alone it builds the picture again. What gets lost on the way is what the error
            counts: the mean squared difference per pixel.
          </p>
        </section>
        <section>
          <h2>PCA or autoencoder</h2>
          <p>
            PCA adds up thirty fixed patterns, computed in one go. An autoencoder learns its own way, bent instead of
            straight, so with a code of the same size it keeps more. Draw something that is no digit and see them
            differ: PCA smears, the deep network turns it into what it knows.
          </p>
        </section>
        <section>
          <h2>Taking noise away</h2>
          <p>
            One network was shown spoilt digits and asked for the clean ones. Add noise and compare: the others rebuild
            the noise as well as they can, this one leaves it out. The error is always measured against the clean digit.
          </p>
        </section>
      </div>
      <div class="explanation-foot">
        <Shortcuts />
        <Latency />
      </div>
    </footer>
  );
}
