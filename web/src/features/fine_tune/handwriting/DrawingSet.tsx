import { t } from '../../../language/t';
import { type Drawing, state } from '../../../state/state';
import { labelDrawing, removeDrawing } from '../../../state/trainingDrawings';
import { Icon } from '../../../ui/Icon';
import { Picture } from '../../../ui/Picture';
import './drawingSet.css';

const digits = Array.from({ length: 10 }, (_, digit) => digit);

/** A menu, so that pressing a digit's key while it has focus chooses that digit. */
function Label({ drawing, number }: { drawing: Drawing; number: number }) {
  const choose = (value: string) => void labelDrawing(drawing, value === '' ? null : Number(value));
  return (
    <select
      class="thumbnail-label"
      aria-label={t`The digit in drawing ${number}`}
      title={t`The digit that it shows`}
      value={drawing.label ?? ''}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      <option value="">–</option>
      {digits.map((digit) => (
        <option key={digit} value={digit}>
          {digit}
        </option>
      ))}
    </select>
  );
}

function Thumbnail({ drawing, number }: { drawing: Drawing; number: number }) {
  return (
    <li class="thumbnail">
      <Picture
        values={drawing.pixels}
        label={drawing.label === null ? t`Drawing ${number}` : t`Drawing ${number}, a ${drawing.label}`}
      />
      <div class="thumbnail-tools">
        <Label drawing={drawing} number={number} />
        <button
          type="button"
          class="thumbnail-remove"
          aria-label={t`Remove drawing ${number}`}
          title={t`Remove`}
          onClick={() => void removeDrawing(drawing)}
        >
          <Icon name="close" />
        </button>
      </div>
    </li>
  );
}

export function DrawingSet() {
  return (
    <ul class="thumbnails">
      {state.drawings.value.map((drawing, index) => (
        <Thumbnail key={drawing.id} drawing={drawing} number={index + 1} />
      ))}
    </ul>
  );
}
