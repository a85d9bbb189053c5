import { dismiss } from '../state/messages';
import { state } from '../state/state';
import { Icon } from './Icon';
import './messages.css';

function UndoButton({ id, undo }: { id: number; undo: () => void }) {
  const act = () => {
    dismiss(id);
    undo();
  };
  return (
    <button type="button" class="button" onClick={act}>
      Undo
    </button>
  );
}

export function Messages() {
  return (
    <div class="messages" aria-live="polite">
      {state.messages.value.map((message) => (
        <div
          key={message.id}
          class="message"
          data-kind={message.kind}
          role={message.kind === 'error' ? 'alert' : 'status'}
        >
          <p>{message.text}</p>
          {message.undo && <UndoButton id={message.id} undo={message.undo} />}
          <button
            type="button"
            class="icon-button"
            aria-label="Dismiss this message"
            onClick={() => dismiss(message.id)}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
