import { useRef, useState } from 'preact/hooks';
import { t } from '../../language/t';
import './copyField.css';

interface CopyFieldProps {
  label: string;
  text: string;
  button: string;
  rows?: number;
}

/** A text to take away: a button copies it, and where the browser forbids that, it is selected to be copied by hand. */
export function CopyField({ label, text, button, rows = 2 }: CopyFieldProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [outcome, setOutcome] = useState({ of: text, says: '' });
  const tell = (says: string) => setOutcome({ of: text, says });
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(text);
      tell(t`Copied.`);
    } catch {
      tell(t`This browser does not let the page copy. The text is selected: copy it yourself.`);
    }
  };
  return (
    <div class="copy-field">
      <textarea ref={field} rows={rows} readOnly value={text} aria-label={label} spellcheck={false} />
      <button type="button" class="button" onClick={() => void copy()}>
        {button}
      </button>
      <p role="status">{outcome.of === text && outcome.says}</p>
    </div>
  );
}
