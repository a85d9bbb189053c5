import { useRef } from 'preact/hooks';
import { t } from '../../../language/t';
import { Icon } from '../../../ui/Icon';
import { importDrawings, importProblems } from './importDrawings';
import './addFiles.css';

/** Without `accept`, because MNIST's files have no ending. */
export function AddFiles() {
  const field = useRef<HTMLInputElement>(null);
  const addChosen = async ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
    await importDrawings([...(currentTarget.files ?? [])]);
    currentTarget.value = '';
  };
  return (
    <>
      <input
        ref={field}
        hidden
        type="file"
        multiple
        aria-label={t`Files of drawings`}
        onChange={(event) => void addChosen(event)}
      />
      <button
        type="button"
        class="button"
        title={t`Pictures of one digit each, or IDX files such as MNIST’s, gzipped or not, with their labels`}
        onClick={() => field.current?.click()}
      >
        {t`Add from files`}
      </button>
    </>
  );
}

/** Says for each file of the last selection what was left out and why. */
export function ImportProblems() {
  if (importProblems.value.length === 0) return null;
  return (
    <div class="import-problems" role="alert">
      <ul>
        {importProblems.value.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <button
        type="button"
        class="icon-button"
        aria-label={t`Dismiss what was left out`}
        title={t`Dismiss`}
        onClick={() => (importProblems.value = [])}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
