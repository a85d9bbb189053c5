import { type ReadonlySignal, useComputed } from '@preact/signals';
import { localNumber, t } from '../../../language/t';
import { isDrawn, strokeWidth } from '../../../state/marks';
import { noiseKinds } from '../../../state/noise';
import { state } from '../../../state/state';
import { fixed } from '../../../ui/numbers';
import { PixelImage } from '../../../ui/PixelImage';
import { inkText } from '../../../ui/spoken/pictureText';
import './seen.css';

const strokeText = localNumber(String(strokeWidth));

function SeenCaption() {
  if (!isDrawn(state.pad.marks.value)) return <figcaption>{t`28 × 28 pixels`}</figcaption>;
  return (
    <figcaption title={t`Your strokes, redrawn ${strokeText} pixels wide, as in MNIST`}>
      {t`Redrawn at ${strokeText} px`}
    </figcaption>
  );
}

function Input({ values, name }: { values: ReadonlySignal<Float32Array | null>; name: string }) {
  const label = useComputed(() => (values.value ? `${name}: ${inkText(values.value)}` : name));
  return <PixelImage values={values} label={label} />;
}

/** Shows what the networks get: the normalised drawing without noise and with noise. */
export function SeenPanel() {
  const { kind, level } = state.noise;
  const noise = noiseKinds.find((one) => one.kind === kind.value)?.label ?? kind.value;
  return (
    <section class="seen" aria-labelledby="seen-title">
      <h2 id="seen-title" class="eyebrow">{t`Network input`}</h2>
      <figure>
        <Input values={state.seen} name={t`The digit as 28 by 28 pixels`} />
        <SeenCaption />
      </figure>
      {kind.value !== 'none' && (
        <figure>
          <Input values={state.noisy} name={t`The digit with noise, as the networks get it`} />
          <figcaption>
            {noise}, {fixed(level.value, 2)}
          </figcaption>
        </figure>
      )}
    </section>
  );
}
