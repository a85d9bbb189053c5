import { useEffect, useRef } from 'preact/hooks';
import { state } from '../../state/state';
import { Icon } from '../../ui/Icon';
import { ModelFacts } from './ModelFacts';
import './modelDialog.css';

function close(): void {
  state.cardShown.value = null;
}

/** A dialog about a model: what it is, how it was trained, and how well it does. */
export function ModelDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const card = state.cardShown.value;
  const summary = card?.summary.value;
  useEffect(() => {
    if (card && !dialog.current?.open) dialog.current?.showModal();
  }, [card]);
  if (!card || !summary) return null;
  return (
    <dialog
      ref={dialog}
      class="model-dialog"
      aria-labelledby="model-dialog-title"
      onClose={close}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div class="model-dialog-body">
        <div class="model-dialog-head">
          <div>
            <h2 id="model-dialog-title">{card.title}</h2>
            <p>{card.blurb}</p>
          </div>
          <button type="button" class="icon-button" aria-label="Close" onClick={close}>
            <Icon name="close" />
          </button>
        </div>
        <ModelFacts card={card} summary={summary} />
      </div>
    </dialog>
  );
}
