import { t } from '../../language/t';
import { state } from '../../state/state';
import { ModelSelect } from './ModelSelect';
import { TabList } from './TabList';
import { type Chapter, chapters, chooseTab, type Tab } from './tabs';

const titles = chapters.map(({ id, title }, index) => ({ id, title: `${index + 1} ${title}` }));

function openChapter(id: string): void {
  const first = chapters.find((chapter) => chapter.id === id)?.tabs[0];
  if (first) chooseTab(first.id);
}

export function ChapterList({ chapter }: { chapter: Chapter }) {
  return (
    <TabList
      label={t`Chapters`}
      prefix="chapter"
      className="chapters"
      items={titles}
      chosen={chapter.id}
      panel="inside-chapter"
      choose={openChapter}
    />
  );
}

/** The same choice as the lists of chapters and views, for narrow screens. */
export function ViewSelect({ tab }: { tab: Tab }) {
  return (
    <div class="field inside-view">
      <label for="inside-view">{t`Chapter and view`}</label>
      <select id="inside-view" value={tab.id} onChange={(event) => chooseTab(event.currentTarget.value)}>
        {chapters.map(({ id, tabs }, index) => (
          <optgroup key={id} label={titles[index]?.title ?? id}>
            {tabs.map((one) => (
              <option key={one.id} value={one.id}>
                {one.title}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </div>
  );
}

function chooseModel(id: string): void {
  state.inside.model.value = id;
  state.inside.wasChosen.value = true;
}

/** Chooses the model for all views except those with models of their own. */
export function ModelPicker({ disabled }: { disabled: boolean }) {
  const label = disabled ? t`Model (this view has its own)` : t`Model`;
  return <ModelSelect label={label} chosen={state.inside.model.value} disabled={disabled} choose={chooseModel} />;
}

/** Leads from the end of a chapter to the next one. */
export function NextChapter({ chapter }: { chapter: Chapter }) {
  const number = chapters.indexOf(chapter) + 2;
  const next = chapters[number - 1];
  if (!next) return null;
  const go = () => {
    openChapter(next.id);
    document.getElementById('inside-title')?.scrollIntoView();
    document.getElementById('inside-chapter')?.focus({ preventScroll: true });
  };
  return (
    <button type="button" class="button next-chapter" onClick={go}>{t`Go to chapter ${number}: ${next.title}`}</button>
  );
}
