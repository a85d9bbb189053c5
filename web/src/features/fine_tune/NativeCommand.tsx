import { t } from '../../language/t';
import { CopyField } from '../../ui/copying/CopyField';
import { command, differences } from './command';

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
    </details>
  );
}
