import type { ModuleFacts } from '../../engine/protocol';
import { state } from '../../state/state';
import { type Action, worksAnywhere } from '../../ui/action';
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

function ShortcutList({ actions }: { actions: readonly Action[] }) {
  return (
    <dl>
      {actions.map(({ keys, name }) => (
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

function Shortcuts({ actions }: { actions: readonly Action[] }) {
  return (
    <details class="shortcuts">
      <summary>Keyboard shortcuts</summary>
      <p>Anywhere on the page, except in fields and dialogs:</p>
      <ShortcutList actions={actions.filter(worksAnywhere)} />
      <p>While the pad has focus (click it, or reach it with Tab):</p>
      <ShortcutList actions={actions.filter((action) => !worksAnywhere(action))} />
    </details>
  );
}

export function Explanation({ actions }: { actions: readonly Action[] }) {
  return (
    <footer class="explanation">
      <div class="explanation-columns">
        <section>
          <h2>The narrow code</h2>
          <p>
            A digit here is 784 numbers, one per pixel. An autoencoder first compresses them to far fewer numbers, the
            code (the coloured bars), and then rebuilds the picture from the code alone. The error measures what is
            lost: it is the mean squared error (MSE) per pixel.
          </p>
        </section>
        <section>
          <h2>PCA and autoencoders</h2>
          <p>
            PCA (principal component analysis) rebuilds each digit as a sum of 30 fixed patterns, so it is linear. An
            autoencoder learns a nonlinear code and keeps more with a code of the same size. Draw something that is not
            a digit and compare: PCA blurs it, and the deep network turns it into something like a digit.
          </p>
        </section>
        <section>
          <h2>Removing noise</h2>
          <p>
            One network was trained to turn noisy digits into clean ones. Add noise and compare: the others rebuild the
            noise as well as they can; this one leaves it out. The error is always measured against the clean digit.
          </p>
        </section>
      </div>
      <div class="explanation-foot">
        <Shortcuts actions={actions} />
        <Latency />
      </div>
    </footer>
  );
}
