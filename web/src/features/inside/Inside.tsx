import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../language/t';
import { isReload } from '../../state/address';
import { state } from '../../state/state';
import { ChapterList, ModelPicker, NextChapter, ViewSelect } from './Contents';
import { TabList } from './TabList';
import { type Chapter, chapterOf, chooseTab, type Tab, tabNamed } from './tabs';
import { useComponent } from './useComponent';
import { View } from './View';
import './inside.css';
import './chapter.css';

/** How far outside the screen the section may still be when its content begins to load. */
const sightMargin = '200px';

const loadPrediction = () => import('./steps/Prediction');

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

function ChapterSteps({ chapter }: { chapter: Chapter }) {
  const { component: Prediction, error } = useComponent(loadPrediction);
  if (error) return <p class="inside-problem">{error}</p>;
  return Prediction && <Prediction chapter={chapter} />;
}

function ChapterText({ chapter, wasSeen }: { chapter: Chapter; wasSeen: boolean }) {
  return (
    <div class="chapter-text">
      <div>
        <h3>{chapter.title}</h3>
        <p>{chapter.text}</p>
      </div>
      {wasSeen && <ChapterSteps chapter={chapter} />}
    </div>
  );
}

function ChapterView({ chapter, tab, wasSeen }: { chapter: Chapter; tab: Tab; wasSeen: boolean }) {
  return (
    <div class="chapter-view">
      <TabList
        label={t`Views`}
        prefix="tab"
        className="tabs"
        items={chapter.tabs}
        chosen={tab.id}
        panel="inside-panel"
        choose={chooseTab}
      />
      <div id="inside-panel" class="inside-panel" role="tabpanel" aria-labelledby={`tab-${tab.id}`}>
        {wasSeen && <View tab={tab} />}
      </div>
    </div>
  );
}

/**
 * Shows the inside of a model as chapters with live views, and a pad that stays in sight next to them. It fetches
 * nothing until the section comes into sight.
 */
export function Inside({ pad }: { pad: ComponentChildren }) {
  const section = useRef<HTMLElement>(null);
  const [wasSeen, setSeen] = useState(false);
  useEffect(() => (section.current ? watchSight(section.current) : undefined), []);
  useEffect(() => state.inside.isOpen.subscribe((open) => open && setSeen(true)), []);
  useEffect(() => {
    // An address that names a view shows it. After a reload, the browser scrolls to where the visitor was.
    if (state.inside.wasChosen.peek() && !isReload()) section.current?.scrollIntoView();
  }, []);
  const tab = tabNamed(state.inside.tab.value);
  const chapter = tab && chapterOf(tab.id);
  if (!chapter) return null;
  return (
    <section ref={section} class="inside" aria-labelledby="inside-title">
      <div class="inside-head">
        <div>
          <h2 id="inside-title">{t`Look inside`}</h2>
          <p>{t`A short course with live views: guess first, then the networks answer, with your own digit.`}</p>
        </div>
        <div class="inside-choices">
          <ViewSelect tab={tab} />
          <ModelPicker disabled={tab.hasOwnModels ?? false} />
        </div>
      </div>
      <ChapterList chapter={chapter} />
      <div id="inside-chapter" class="chapter" role="tabpanel" tabIndex={-1} aria-labelledby={`chapter-${chapter.id}`}>
        <div class="chapter-side">
          <div class="chapter-pad">{wasSeen && pad}</div>
          <ChapterText chapter={chapter} wasSeen={wasSeen} />
        </div>
        <ChapterView chapter={chapter} tab={tab} wasSeen={wasSeen} />
      </div>
      <NextChapter chapter={chapter} />
    </section>
  );
}
