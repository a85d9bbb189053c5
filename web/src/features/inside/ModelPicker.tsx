import { state } from '../../state/state';
import { ModelSelect } from './ModelSelect';

function choose(id: string): void {
  state.inside.model.value = id;
  state.inside.wasChosen.value = true;
}

/** Chooses the model for all tabs except those with models of their own. */
export function ModelPicker({ disabled }: { disabled: boolean }) {
  const label = disabled ? 'Model (this view has its own)' : 'Model';
  return <ModelSelect label={label} chosen={state.inside.model.value} disabled={disabled} choose={choose} />;
}
