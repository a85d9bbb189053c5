import { effect, untracked, useComputed } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../../../language/t';
import { modelCard, state } from '../../../state/state';
import { Picture } from '../../../ui/Picture';
import { PixelImage } from '../../../ui/PixelImage';
import { digits, rebuiltDigits, refreshStrip } from './strip';

function followRun(): () => void {
  return effect(() => {
    void state.tuning.points.value;
    void state.tuning.phase.value;
    if (state.tuning.run.value) untracked(refreshStrip);
  });
}

/** A digit of each kind and the visitor's own, above what the network in training makes of them. */
export function LearningStrip() {
  useEffect(followRun, []);
  const own = useComputed(() => modelCard(state.tuning.model.value)?.result.value?.rebuilt ?? null);
  if (!state.tuning.run.value || rebuiltDigits.value.length === 0) return null;
  return (
    <figure class="learning-strip">
      <div>
        <PixelImage values={state.seen} label={t`Your digit`} />
        <PixelImage values={own} label={t`Your digit, rebuilt by the network in training`} />
      </div>
      {digits.value.map((pixels, digit) => (
        <div key={digit}>
          <Picture values={pixels} label={t`Test digit ${digit}`} />
          <Picture values={rebuiltDigits.value[digit] ?? pixels} label={t`Test digit ${digit}, rebuilt`} />
        </div>
      ))}
      <figcaption>{t`Your digit and ten test digits, and below them what the network makes of them now`}</figcaption>
    </figure>
  );
}
