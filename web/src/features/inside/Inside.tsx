import type { ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { hasEmptyStyleSheet, linkedFileProblem } from '../../engine/linkedFiles';
import { reasonText } from '../../state/messages';
import { openListed } from '../../state/models';
import { modelCard, state } from '../../state/state';
import { ModelPicker } from './ModelPicker';
import { type Tab, type TabProps, tabs } from './tabs';
import './inside.css';

/** How far outside the screen the section may still be when its content begins to load. */
const sightMargin = '200px';

/** How many pixels of the previous tab stay visible if the list is wider than the screen. */
const tabMargin = 40;

function choose(tab: Tab): void {
  state.inside.tab.value = tab.id;
  state.inside.wasChosen.value = true;
}

const keySteps: Record<string, (index: number) => number> = {
  ArrowRight: (index) => (index + 1) % tabs.length,
  ArrowLeft: (index) => (index + tabs.length - 1) % tabs.length,
  Home: () => 0,
  End: () => tabs.length - 1,
};

function TabList() {
  const list = useRef<HTMLDivElement>(null);
  const chosen = tabs.findIndex((tab) => tab.id === state.inside.tab.value);
  useEffect(() => {
    const tab = list.current?.children[chosen];
    if (list.current && tab instanceof HTMLElement) list.current.scrollLeft = tab.offsetLeft - tabMargin;
  }, [chosen]);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = keySteps[event.key];
    const next = step && tabs[step(chosen)];
    if (!next) return;
    event.preventDefault();
    choose(next);
    list.current?.querySelector<HTMLElement>(`#tab-${next.id}`)?.focus();
  };
  return (
    <div ref={list} class="tabs" role="tablist" aria-label="Views" onKeyDown={onKeyDown}>
      {tabs.map((tab, index) => (
        <button
          key={tab.id}
          id={`tab-${tab.id}`}
          type="button"
          role="tab"
          class="tab"
          aria-selected={index === chosen}
          aria-controls="inside-panel"
          tabIndex={index === chosen ? 0 : -1}
          onClick={() => choose(tab)}
        >
          {tab.title}
        </button>
      ))}
    </div>
  );
}

interface LoadedTab {
  tab: Tab;
  view?: ComponentType<TabProps>;
  error?: string | null;
}

async function load(tab: Tab): Promise<LoadedTab> {
  try {
    const { default: view } = await tab.load();
    return { tab, view, error: hasEmptyStyleSheet() ? await linkedFileProblem() : null };
  } catch (reason) {
    const problem = await linkedFileProblem();
    return { tab, error: problem ?? `This part of the page could not be loaded: ${reasonText(reason)}` };
  }
}

/** Returns a tab's component once its file is loaded, or an error if one of its files cannot be used. */
function useComponent(tab: Tab): { view: ComponentType<TabProps> | null; error: string | null } {
  const [loaded, setLoaded] = useState<LoadedTab>({ tab });
  useEffect(() => {
    let wanted = true;
    void load(tab).then((outcome) => wanted && setLoaded(outcome));
    return () => {
      wanted = false;
    };
  }, [tab]);
  const current = loaded.tab === tab ? loaded : null;
  return { view: current?.view ?? null, error: current?.error ?? null };
}

function NotLoaded({ error }: { error: string }) {
  return (
    <>
      <p class="inside-problem" role="alert">
        {error}
      </p>
      <button type="button" class="button" onClick={() => location.reload()}>
        Reload the page
      </button>
    </>
  );
}

function TabContent({ tab }: { tab: Tab }) {
  const { view: View, error } = useComponent(tab);
  const id = state.inside.model.value;
  useEffect(() => void openListed(id), [id]);
  const card = modelCard(id);
  const summary = card?.summary.value;
  if (error && !View) return <NotLoaded error={error} />;
  const problem = card?.error.value;
  if (problem && !(View && summary)) return <p class="inside-problem">{problem}</p>;
  if (!View || !card || !summary) return <p class="inside-waiting">Loading …</p>;
  return (
    <>
      {error && <NotLoaded error={error} />}
      <View key={card.id} card={card} summary={summary} />
    </>
  );
}

function watchSight(section: HTMLElement): () => void {
  const watcher = new IntersectionObserver(
    ([entry]) => {
      state.inside.isOpen.value = entry?.isIntersecting ?? false;
    },
    { rootMargin: sightMargin },
  );
  watcher.observe(section);
  return () => watcher.disconnect();
}

/** Shows the inside of a model, one tab at a time; fetches nothing until the section comes into sight. */
export function Inside() {
  const section = useRef<HTMLElement>(null);
  const [wasSeen, setSeen] = useState(false);
  useEffect(() => (section.current ? watchSight(section.current) : undefined), []);
  useEffect(() => state.inside.isOpen.subscribe((open) => open && setSeen(true)), []);
  const tab = tabs.find(({ id }) => id === state.inside.tab.value) ?? tabs[0];
  return (
    <section ref={section} class="inside" aria-labelledby="inside-title">
      <div class="inside-head">
        <div>
          <h2 id="inside-title">Look inside</h2>
          <p>Open up a model: see its layers, its code and what each of its units has learned.</p>
        </div>
        <ModelPicker disabled={tab?.hasOwnModels ?? false} />
      </div>
      <TabList />
      <div id="inside-panel" class="inside-panel" role="tabpanel" aria-labelledby={`tab-${tab?.id}`}>
        {wasSeen && tab && <TabContent tab={tab} />}
      </div>
    </section>
  );
}
