import { t } from '../../../language/t';
import { askWithReference } from '../../../state/insideEngine';
import { state } from '../../../state/state';
import { errorText, wholeNumber } from '../../../ui/numbers';
import { Picture } from '../../../ui/Picture';
import { Answered } from '../Answered';
import type { TabProps } from '../tabs';
import { useLiveAnswer } from '../useLiveAnswer';
import { type Version, versionsOf } from './quantised';
import './bits.css';

function ByteBar({ share }: { share: number }) {
  return (
    <svg class="bits-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
      <rect width={100 * share} height="1" />
    </svg>
  );
}

function Row({ version, most }: { version: Version; most: number }) {
  const { title, detail, bytes, pixels, meanSquaredError } = version;
  return (
    <li class={meanSquaredError === null ? 'bits-row' : 'bits-row bits-code'} data-version={title}>
      <Picture values={pixels} label={title} />
      <div>
        <p class="bits-head">
          <strong>{title}</strong>
          <span>{detail}</span>
        </p>
        <p class="bits-size">
          <ByteBar share={bytes / most} />
          <span data-figure="bytes">{t`${wholeNumber(bytes)} bytes`}</span>
        </p>
        <p class="bits-error" data-figure="bits-error">
          {meanSquaredError === null ? t`no error` : t`error ${errorText(meanSquaredError)}`}
        </p>
      </div>
    </li>
  );
}

function Versions({ versions }: { versions: readonly Version[] }) {
  const most = Math.max(...versions.map(({ bytes }) => bytes));
  return (
    <ol class="bits">
      {versions.map((version) => (
        <Row key={version.title} version={version} most={most} />
      ))}
    </ol>
  );
}

/** Shows how small the code gets, and how good the picture stays, when its numbers are rounded to fewer bits. */
export default function BitsTab({ card }: TabProps) {
  const answer = useLiveAnswer(card, () => state.seen.value, versionsOf, askWithReference).value;
  return (
    <div class="inside-stack">
      <p class="inside-caption">
        {t`The network computes each number of the code with 32 bits. Rounded, the numbers take fewer: with 1 bit, the code says no more of a number than whether it is in the lower or the upper half of its values for 2,000 test digits.`}
      </p>
      {state.seen.value ? (
        <Answered answer={answer} doing={t`Rounding the code`}>
          {(versions) => <Versions versions={versions} />}
        </Answered>
      ) : (
        <p class="inside-caption">{t`Draw a digit, and its versions appear here.`}</p>
      )}
      <p class="inside-note">
        {t`The weights of the decoder are not counted. Whoever gets the code must have them already, as whoever gets a PNG file must have a program that reads it.`}
      </p>
    </div>
  );
}
