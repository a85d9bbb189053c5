import { useRef } from 'preact/hooks';
import { t } from '../../language/t';
import { pageAddress } from '../../state/address';
import { reasonText, showError } from '../../state/messages';
import { saveFile } from '../../state/saveFile';
import { state } from '../../state/state';
import { CopyField } from '../../ui/copying/CopyField';
import { Dialog } from '../../ui/dialog/Dialog';
import { useDraw } from '../../ui/useDraw';
import { paintComparison } from './picture';
import { omissions, sharing } from './sharing';
import './share.css';

const close = () => (sharing.value = null);

/** Opens the system's share sheet. Closing it again is no error. */
async function shareBySystem(content: ShareData): Promise<void> {
  try {
    await navigator.share(content);
  } catch (reason) {
    if (reason instanceof DOMException && reason.name === 'AbortError') return;
    close();
    showError(t`Sharing failed: ${reasonText(reason)}`);
  }
}

function Link() {
  const address = pageAddress();
  return (
    <section class="share-part">
      <h3 class="eyebrow">{t`Link to this view`}</h3>
      <CopyField label={t`Link to this view`} text={address} button={t`Copy link`} />
      {omissions.value.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {'share' in navigator && (
        <button type="button" class="button" onClick={() => void shareBySystem({ title: 'Hourglass', url: address })}>
          {t`Share link`}
        </button>
      )}
    </section>
  );
}

const pictureName = 'hourglass.png';

/** Returns the picture in a form that the share sheet accepts, or null if this browser cannot share files. */
function shareable(picture: Blob): ShareData | null {
  const content = { files: [new File([picture], pictureName, { type: picture.type })] };
  return 'canShare' in navigator && navigator.canShare(content) ? content : null;
}

function Picture() {
  const canvas = useRef<HTMLCanvasElement>(null);
  useDraw(() => {
    if (canvas.current) paintComparison(canvas.current);
  });
  const withPicture = (act: (picture: Blob) => void) => () =>
    canvas.current?.toBlob((picture) => picture && act(picture));
  const share = (picture: Blob) => {
    const content = shareable(picture);
    if (content) void shareBySystem(content);
  };
  return (
    <section class="share-part">
      <h3 class="eyebrow">{t`Picture of the comparison`}</h3>
      <canvas
        ref={canvas}
        class="share-picture"
        role="img"
        aria-label={t`Your digit and how each network rebuilds it`}
      />
      <div class="share-buttons">
        <button type="button" class="button" onClick={withPicture((picture) => saveFile(pictureName, picture))}>
          {t`Save picture`}
        </button>
        {shareable(new Blob([], { type: 'image/png' })) && (
          <button type="button" class="button" onClick={withPicture(share)}>{t`Share picture`}</button>
        )}
      </div>
    </section>
  );
}

export function ShareDialog() {
  if (!sharing.value) return null;
  return (
    <Dialog
      title={t`Share`}
      lead={t`The link opens this view on any device: the digit, the noise and the models.`}
      onClose={close}
    >
      <Link />
      {state.seen.value && <Picture />}
    </Dialog>
  );
}
