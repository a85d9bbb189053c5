import { isDrawn, strokeWidth } from '../../state/marks';
import { noiseKinds } from '../../state/noise';
import { state } from '../../state/state';
import { PixelImage } from '../../ui/PixelImage';
import './seen.css';

function SeenCaption() {
  if (!isDrawn(state.pad.marks.value)) return <figcaption>28 × 28 pixels</figcaption>;
  return (
    <figcaption title={`Your strokes, redrawn ${strokeWidth} pixels wide, as in MNIST`}>
      Redrawn at {strokeWidth} px
    </figcaption>
  );
}

/** Shows what the networks get: the normalised drawing without noise and with noise. */
export function SeenPanel() {
  const { kind, level } = state.noise;
  const noise = noiseKinds.find((one) => one.kind === kind.value)?.label ?? kind.value;
  return (
    <section class="seen" aria-labelledby="seen-title">
      <h2 id="seen-title" class="eyebrow">
        Network input
      </h2>
      <figure>
        <PixelImage values={state.seen} label="The digit as 28 by 28 pixels" />
        <SeenCaption />
      </figure>
      {kind.value !== 'none' && (
        <figure>
          <PixelImage values={state.noisy} label="The digit with noise, as the networks get it" />
          <figcaption>
            {noise}, {level.value.toFixed(2)}
          </figcaption>
        </figure>
      )}
    </section>
  );
}
