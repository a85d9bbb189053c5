import { state } from '../../state/state';
import { ModelSelect } from './ModelSelect';

function choose(id: string): void {
  state.inside.model.value = id;
  state.inside.wasChosen.value = true;
}

/** Chooses the model for all tabs except those with models of their own. */
export function ModelPicker({ disabled }: { disabled: boolean }) {
  return <ModelSelect label="Model" chosen={state.inside.model.value} disabled={disabled} choose={choose} />;
}
