import { state } from '../../../state/state';
import { Dialog } from '../../../ui/dialog/Dialog';
import { ModelFacts } from './ModelFacts';
import './modelDialog.css';

/** A dialog about a model: what it is, how it was trained, and how well it does. */
export function ModelDialog() {
  const card = state.cardShown.value;
  const summary = card?.summary.value;
  if (!card || !summary) return null;
  return (
    <Dialog title={card.title} lead={card.blurb} onClose={() => (state.cardShown.value = null)}>
      <ModelFacts card={card} summary={summary} />
    </Dialog>
  );
}
