import { state } from '../../state/state';
import { ModelSelect } from './ModelSelect';

function choose(id: string): void {
  state.explore.model.value = id;
  state.explore.wasChosen.value = true;
}

/** The model that every tab looks into. */
export function ModelPicker() {
  return <ModelSelect label="Model" chosen={state.explore.model.value} choose={choose} />;
}
