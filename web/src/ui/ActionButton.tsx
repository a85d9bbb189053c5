import { type Action, keyNames, keysText, labelOf } from './action';
import { Icon, type IconName } from './Icon';

interface ActionButtonProps {
  action: Action;
  icon: IconName;
  /** For an action that chooses something: whether it is chosen. */
  isPressed?: boolean;
  /** The text next to the icon, if there is any. */
  text?: string;
}

/** A button for an action; its tooltip names the keys. */
export function ActionButton({ action, icon, isPressed, text }: ActionButtonProps) {
  const label = labelOf(action);
  return (
    <button
      type="button"
      class={text ? 'button' : 'icon-button'}
      aria-pressed={isPressed}
      aria-label={text ? undefined : `${label} (${keyNames(action)})`}
      title={`${label} (${keysText(action)})`}
      disabled={action.isPossible?.() === false}
      onClick={() => action.run()}
    >
      <Icon name={icon} />
      {text}
    </button>
  );
}
