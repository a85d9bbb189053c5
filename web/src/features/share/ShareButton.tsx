import { t } from '../../language/t';
import { Icon } from '../../ui/Icon';
import { sharing } from './sharing';

/** `prepare` makes the drawing fit in a link and returns whether it does. */
export function ShareButton({ prepare }: { prepare: () => boolean }) {
  return (
    <button
      type="button"
      class="button"
      aria-label={t`Share`}
      title={t`Share a link to this view, or a picture of it`}
      onClick={() => (sharing.value = { fits: prepare() })}
    >
      <Icon name="share" />
      <span class="wide-only">{t`Share`}</span>
    </button>
  );
}
