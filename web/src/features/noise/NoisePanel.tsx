import { t } from '../../language/t';
import { noiseKinds } from '../../state/noise';
import { state } from '../../state/state';
import { keysText, labelOf } from '../../ui/action';
import { Icon } from '../../ui/Icon';
import { fixed } from '../../ui/numbers';
import { newNoise } from './actions';
import './noise.css';

function KindChoice() {
  return (
    <div class="segments" role="radiogroup" aria-label={t`Kind of noise`}>
      {noiseKinds.map(({ kind, label, hint }) => (
        <label key={kind} class="segment" title={hint}>
          <input
            type="radio"
            name="noise-kind"
            value={kind}
            checked={state.noise.kind.value === kind}
            onChange={() => (state.noise.kind.value = kind)}
          />
          <span>{label}</span>
        </label>
      ))}
    </div>
  );
}

export function NoisePanel() {
  const { kind, level } = state.noise;
  const off = kind.value === 'none';
  return (
    <section class="noise" aria-labelledby="noise-title" data-off={off}>
      <h2 id="noise-title" class="eyebrow">{t`Noise`}</h2>
      <KindChoice />
      <div class="noise-level">
        <input
          type="range"
          min="0"
          max="1"
          step="0.01"
          value={level.value}
          disabled={off}
          aria-label={t`Noise level`}
          onInput={(event) => (level.value = event.currentTarget.valueAsNumber)}
        />
        <output>{off ? '–' : fixed(level.value, 2)}</output>
        <button
          type="button"
          class="icon-button"
          aria-label={labelOf(newNoise)}
          title={`${labelOf(newNoise)} (${keysText(newNoise)})`}
          disabled={off}
          onClick={() => newNoise.run()}
        >
          <Icon name="reroll" />
        </button>
      </div>
    </section>
  );
}
