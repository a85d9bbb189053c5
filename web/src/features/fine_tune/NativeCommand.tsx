import { t } from '../../language/t';
import { CopyField } from '../../ui/copying/CopyField';
import { command, differences } from './command';
import { canSaveRun, resumeCommand, saveRun } from './savedRun';

/** The present run as files and a command that continues it. */
function ContinuedRun() {
  if (!canSaveRun.value) return null;
  return (
    <>
      <h3>{t`Continue this run there`}</h3>
      <p>
        {t`Save the network in training with the state of its optimiser, and the images that it trains on. In the folder with these two files, the command continues training exactly where you saved it.`}
      </p>
      <button type="button" class="button" onClick={() => void saveRun()}>{t`Save with optimiser state`}</button>
      <CopyField
        label={t`Command to continue`}
        text={resumeCommand.value}
        rows={3}
        button={t`Copy command to continue`}
      />
    </>
  );
}

/** The run as a command for the program, to be copied. */
export function NativeCommand() {
  return (
    <details class="native-command">
      <summary>{t`Run it on the command line`}</summary>
      <p>{t`These lines make the same run with the program hourglass, on the same images.`}</p>
      <CopyField label={t`Command`} text={command.value} rows={6} button={t`Copy as command`} />
      <ul>
        {differences.value.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <ContinuedRun />
    </details>
  );
}
