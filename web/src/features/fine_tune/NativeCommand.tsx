import { CopyField } from '../../ui/copying/CopyField';
import { command, differences } from './command';
import { canSaveRun, resumeCommand, saveRun } from './savedRun';

/** The present run as files and a command that continues it. */
function ContinuedRun() {
  if (!canSaveRun.value) return null;
  return (
    <>
      <h3>Continue this run there</h3>
      <p>
        Save the network in training with the state of its optimiser, and the images that it trains on. In the folder
        with these two files, the command continues training exactly where you saved it.
      </p>
      <button type="button" class="button" onClick={() => void saveRun()}>
        Save with optimiser state
      </button>
      <CopyField label="Command to continue" text={resumeCommand.value} rows={3} button="Copy command to continue" />
    </>
  );
}

/** The run as a command for the program, to be copied. */
export function NativeCommand() {
  return (
    <details class="native-command">
      <summary>Run it on the command line</summary>
      <p>These lines make the same run with the program hourglass, on the same images.</p>
      <CopyField label="Command" text={command.value} rows={6} button="Copy as command" />
      <ul>
        {differences.value.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <ContinuedRun />
    </details>
  );
}
