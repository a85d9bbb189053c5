import { useId, useRef } from 'preact/hooks';
import './term.css';

const edge = 8;

/** Places the explanation below the word, or above it where the window ends; it then scrolls with the page. */
function place(text: HTMLElement, word: HTMLElement): void {
  const at = word.getBoundingClientRect();
  const { width, height } = text.getBoundingClientRect();
  const left = Math.max(edge, Math.min(at.left, document.documentElement.clientWidth - width - edge));
  const top = at.bottom + height > innerHeight ? at.top - height : at.bottom;
  text.style.left = `${left + scrollX}px`;
  text.style.top = `${top + scrollY}px`;
}

const placeOf = ({ screenX, screenY }: MouseEvent) => `${screenX} ${screenY}`;
/** Where the pointer was last on an explanation. A word that comes to light there when the explanation goes stays shut. */
let lastOnText = '';

/** A technical term whose explanation appears on hover, focus and tap, and goes on Escape. */
export function Term({ word, explanation }: { word: string; explanation: string }) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const popover = useRef<HTMLSpanElement>(null);
  const isOpen = () => popover.current?.matches(':popover-open') ?? false;
  const show = () => {
    if (!popover.current || !button.current || isOpen()) return;
    popover.current.showPopover();
    place(popover.current, button.current);
  };
  const hide = () => isOpen() && popover.current?.hidePopover();
  /** The explanation stays while the pointer moves from the word onto it or back, or the word has focus. */
  const leave = ({ relatedTarget }: MouseEvent) => {
    const isStill = [button.current, popover.current].some((part) => part === relatedTarget);
    if (!isStill && document.activeElement !== button.current) hide();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class="term-word"
        aria-describedby={id}
        onMouseMove={(event) => placeOf(event) !== lastOnText && show()}
        onMouseLeave={leave}
        onFocus={show}
        onBlur={hide}
        onClick={show}
      >
        {word}
      </button>
      <span
        ref={popover}
        id={id}
        class="term-text"
        popover="auto"
        role="tooltip"
        onMouseMove={(event) => {
          lastOnText = placeOf(event);
        }}
        onMouseLeave={leave}
      >
        {explanation}
      </span>
    </>
  );
}
