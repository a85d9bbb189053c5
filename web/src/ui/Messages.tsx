import { t } from '../language/t';
import { dismiss } from '../state/messages';
import { type Offer, state } from '../state/state';
import { Icon } from './Icon';
import './messages.css';

function OfferButton({ id, offer }: { id: number; offer: Offer }) {
  const accept = () => {
    dismiss(id);
    offer.accept();
  };
  return (
    <button type="button" class="button" onClick={accept}>
      {offer.label}
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
          {message.offer && <OfferButton id={message.id} offer={message.offer} />}
          <button
            type="button"
            class="icon-button"
            aria-label={t`Dismiss this message`}
            onClick={() => dismiss(message.id)}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
