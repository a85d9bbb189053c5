import { useState } from 'preact/hooks';
import { t } from '../../language/t';
import { families, familyName, isShipped, type ListedModel, listedModels } from '../../state/catalogue';
import { createUntrained, isPermanent, toggleShown } from '../../state/models';
import { modelCard } from '../../state/state';
import './moreModels.css';

const seeds = 1_000_000;

function Choice({ model }: { model: ListedModel }) {
  const [isBusy, setBusy] = useState(false);
  const shown = modelCard(model.name)?.isShown.value ?? false;
  const toggle = async () => {
    setBusy(true);
    await toggleShown(model.name);
    setBusy(false);
  };
  return (
    <button
      type="button"
      class="choice"
      aria-pressed={shown}
      aria-busy={isBusy}
      title={`${model.name}: ${model.blurb}`}
      onClick={() => void toggle()}
    >
      {model.title}
    </button>
  );
}

/** Lists the shipped models that are not on the page from the start, grouped by family. */
function Families() {
  const offered = listedModels.filter(({ name }) => {
    const card = modelCard(name);
    return isShipped(name) && !(card && isPermanent(card));
  });
  return (
    <dl class="families">
      {families.map((family) => {
        const models = offered.filter((model) => model.family === family);
        return models.length === 0 ? null : (
          <div key={family}>
            <dt>{familyName(family)}</dt>
            <dd>
              {models.map((model) => (
                <Choice key={model.name} model={model} />
              ))}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function CreateForm() {
  const [name, setName] = useState('784 → 64 → 8');
  const [seed, setSeed] = useState(1);
  const begin = async (event: Event) => {
    event.preventDefault();
    if (await createUntrained(name.trim(), seed)) setSeed(Math.floor(Math.random() * seeds));
  };
  return (
    <form class="create-model" onSubmit={(event) => void begin(event)}>
      <label class="field create-layers">
        <span>{t`Layer sizes or a preset name`}</span>
        <input
          type="text"
          list="listed-models"
          required
          value={name}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <datalist id="listed-models">
        {listedModels.map((model) => (
          <option key={model.name} value={model.name}>
            {model.title}
          </option>
        ))}
      </datalist>
      <label class="field">
        <span>{t`Seed`}</span>
        <input
          type="number"
          min="0"
          max={2 ** 31 - 1}
          step="1"
          required
          value={seed}
          onInput={(event) => setSeed(event.currentTarget.valueAsNumber)}
        />
      </label>
      <button type="submit" class="button">{t`Create`}</button>
    </form>
  );
}

/** Offers models to add to the page: other shipped ones, and new ones with random weights. */
export function MoreModels() {
  return (
    <details class="more-models">
      <summary>{t`More models`}</summary>
      <div class="more-models-body">
        <Families />
        <CreateForm />
      </div>
    </details>
  );
}
