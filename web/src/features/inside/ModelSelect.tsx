import { t } from '../../language/t';
import { families, familyName, listedModels, manifest } from '../../state/catalogue';
import { originText, state } from '../../state/state';

interface ModelSelectProps {
  label: string;
  chosen: string;
  disabled?: boolean;
  choose: (id: string) => void;
}

/** A menu of all models: first the shipped ones by family, then the visitor's own. */
export function ModelSelect({ label, chosen, disabled = false, choose }: ModelSelectProps) {
  const isOffered = (name: string) =>
    name === chosen ||
    manifest.value.models.some((model) => model.name === name) ||
    state.models.value.some((card) => card.id === name);
  const own = state.models.value.filter((card) => card.origin.kind !== 'shipped');
  return (
    <label class="field inside-model">
      <span>{label}</span>
      <select value={chosen} disabled={disabled} onChange={(event) => choose(event.currentTarget.value)}>
        {families.map((family) => {
          const models = listedModels.filter((model) => model.family === family && isOffered(model.name));
          if (models.length === 0) return null;
          return (
            <optgroup key={family} label={familyName(family)}>
              {models.map(({ name, title }) => (
                <option key={name} value={name}>
                  {title} ({name})
                </option>
              ))}
            </optgroup>
          );
        })}
        {own.length > 0 && (
          <optgroup label={t`yours`}>
            {own.map((card) => (
              <option key={card.id} value={card.id}>
                {card.title} ({originText(card)})
              </option>
            ))}
          </optgroup>
        )}
      </select>
    </label>
  );
}
