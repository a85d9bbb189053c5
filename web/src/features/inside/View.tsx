import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { t, translated } from '../../language/t';
import { openListed } from '../../state/models';
import { modelCard, state } from '../../state/state';
import { type Requirement, type Tab, type TabProps, unmet } from './tabs';
import { useComponent } from './useComponent';
import { useModel } from './useModel';

function NotLoaded({ error }: { error: string }) {
  return (
    <>
      <p class="inside-problem" role="alert">
        {translated(error)}
      </p>
      <button type="button" class="button" onClick={() => location.reload()}>{t`Reload the page`}</button>
    </>
  );
}

const waiting = <p class="inside-waiting">{t`Loading …`}</p>;

interface SubstituteProps extends TabProps {
  needs: Requirement;
  view: ComponentType<TabProps>;
}

/** Shows another model than the chosen one, and says why. */
function Substitute({ card, summary, needs, view: View }: SubstituteProps) {
  const { card: other, error } = useModel(needs.substitute);
  const shown = other?.summary.value;
  return (
    <>
      <p class="inside-substitute" role="status">
        {t`You chose ${card.title}, ${needs.reason(summary)}. This view shows ${other?.title ?? needs.substitute} instead.`}
      </p>
      {error && <p class="inside-problem">{error}</p>}
      {other && shown ? <View key={other.id} card={other} summary={shown} /> : !error && waiting}
    </>
  );
}

/** Shows a tab for the chosen model, or for another one if the tab needs something that this model lacks. */
export function View({ tab }: { tab: Tab }) {
  const { component, error } = useComponent(tab.load);
  const id = state.inside.model.value;
  useEffect(() => void openListed(id), [id]);
  const card = modelCard(id);
  const summary = card?.summary.value;
  if (error && !component) return <NotLoaded error={error} />;
  const problem = card?.error.value;
  if (problem && !(component && summary)) return <p class="inside-problem">{translated(problem)}</p>;
  if (!component || !card || !summary) return waiting;
  const needs = unmet(tab, summary);
  const Shown = component;
  return (
    <>
      {error && <NotLoaded error={error} />}
      {needs ? (
        <Substitute key={card.id} card={card} summary={summary} needs={needs} view={component} />
      ) : (
        <Shown key={card.id} card={card} summary={summary} />
      )}
    </>
  );
}
