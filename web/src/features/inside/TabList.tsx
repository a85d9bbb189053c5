import { useEffect, useRef } from 'preact/hooks';

interface Item {
  id: string;
  title: string;
}

interface TabListProps {
  label: string;
  /** What the elements' ids begin with. */
  prefix: string;
  className: string;
  items: readonly Item[];
  chosen: string;
  /** The id of the panel that the tabs control. */
  panel: string;
  choose: (id: string) => void;
}

const keySteps: Record<string, (index: number, count: number) => number> = {
  ArrowRight: (index, count) => (index + 1) % count,
  ArrowLeft: (index, count) => (index + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** How many pixels of the previous tab stay visible if the list is wider than its place. */
const scrollMargin = 40;

/** A list of tabs, of which the arrow keys choose the next and the previous one. */
export function TabList({ label, prefix, className, items, chosen, panel, choose }: TabListProps) {
  const list = useRef<HTMLDivElement>(null);
  const index = items.findIndex(({ id }) => id === chosen);
  useEffect(() => {
    const tab = list.current?.children[index];
    if (list.current && tab instanceof HTMLElement) list.current.scrollLeft = tab.offsetLeft - scrollMargin;
  }, [index]);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = items[keySteps[event.key]?.(index, items.length) ?? -1];
    if (!next) return;
    event.preventDefault();
    choose(next.id);
    list.current?.querySelector<HTMLElement>(`#${prefix}-${next.id}`)?.focus();
  };
  return (
    <div ref={list} class={className} role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {items.map(({ id, title }) => (
        <button
          key={id}
          id={`${prefix}-${id}`}
          type="button"
          role="tab"
          class="tab"
          aria-selected={id === chosen}
          aria-controls={panel}
          tabIndex={id === chosen ? 0 : -1}
          onClick={() => choose(id)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
