import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../../language/t';
import { Icon } from '../Icon';
import './dialog.css';

interface DialogProps {
  title: string;
  lead: string;
  /** Called when the dialog has been closed, by its button, the Escape key or a click beside it. */
  onClose: () => void;
  children: ComponentChildren;
}

/** A dialog that is open for as long as it is rendered. */
export function Dialog({ title, lead, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div class="dialog-body">
        <div class="dialog-head">
          <div>
            <h2 id={id}>{title}</h2>
            <p>{lead}</p>
          </div>
          <button type="button" class="icon-button" aria-label={t`Close`} onClick={onClose}>
            <Icon name="close" />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
