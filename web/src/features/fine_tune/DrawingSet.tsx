import { useComputed, useSignal } from '@preact/signals';
import { type Drawing, state } from '../../state/state';
import { removeDrawing } from '../../state/trainingDrawings';
import { Icon } from '../../ui/Icon';
import { PixelImage } from '../../ui/PixelImage';

function Thumbnail({ drawing, number }: { drawing: Drawing; number: number }) {
  const pixels = useSignal<Float32Array | null>(drawing.pixels);
  const values = useComputed(() => pixels.value);
  return (
    <li class="thumbnail">
      <PixelImage values={values} label={`Drawing ${number}`} />
      <button
        type="button"
        class="thumbnail-remove"
        aria-label={`Remove drawing ${number}`}
        title="Remove"
        onClick={() => void removeDrawing(drawing)}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}

export function DrawingSet() {
  const drawings = state.drawings.value;
  return (
    <div class="drawing-set">
      <h3 class="eyebrow">Your drawings · {drawings.length}</h3>
      {drawings.length === 0 ? (
        <p class="drawing-none">
          Draw a digit and press <strong>Keep</strong>. Drawings stay in this browser, and networks can train on them.
        </p>
      ) : (
        <ul class="thumbnails">
          {drawings.map((drawing, index) => (
            <Thumbnail key={drawing.id} drawing={drawing} number={index + 1} />
          ))}
        </ul>
      )}
    </div>
  );
}
