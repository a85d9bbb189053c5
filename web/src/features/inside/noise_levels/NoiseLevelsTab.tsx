import { useSignal } from '@preact/signals';
import type { NoiseLevel } from '../../../engine/experimentProtocol';
import { t } from '../../../language/t';
import { rerollNoise } from '../../../state/noise';
import { type ModelCard, state } from '../../../state/state';
import { Icon } from '../../../ui/Icon';
import { errorText, fixed } from '../../../ui/numbers';
import { CaptionedPicture } from '../CaptionedPicture';
import { ModelSelect } from '../ModelSelect';
import type { TabProps } from '../tabs';
import { answered } from '../useAnswer';
import { useLiveAnswer } from '../useLiveAnswer';
import { useModel } from '../useModel';
import './noiseLevels.css';

const levels = [0.3, 0.5, 0.7, 0.8, 0.9];
const noises = levels.map((level) => `gaussian:${level}`);
const denoiser = 'denoising-256';
/** A model that has the same layers as the denoiser, but was trained without noise. */
const standard = 'hidden-256';

type Series = (NoiseLevel | null)[];

function useSeries(card: ModelCard): Series {
  const answer = useLiveAnswer(
    card,
    () => {
      const clean = state.seen.value;
      return clean && { clean, seed: state.noise.seed.value };
    },
    (engine, id, { clean, seed }) => engine.noiseLevels(id, clean, noises, seed),
  ).value;
  return levels.map((_, index) => answered(answer)?.[index] ?? null);
}

interface RowProps {
  title: string;
  note: string;
  cells: ({ pixels: Float32Array; error: number } | null)[];
  /** Lets tests identify the row. */
  kind: string;
}

function Row({ title, note, cells, kind }: RowProps) {
  return (
    <div class="noise-row" data-row={kind}>
      <div class="noise-row-title">
        <h3>{title}</h3>
        <p>{note}</p>
      </div>
      {cells.map((cell, index) => (
        <CaptionedPicture
          key={index}
          pixels={cell?.pixels ?? null}
          label={`${title}, σ = ${fixed(levels[index] ?? 0, 1)}`}
        >
          {cell ? errorText(cell.error) : '–'}
        </CaptionedPicture>
      ))}
    </div>
  );
}

function NoisyRow({ series }: { series: Series }) {
  return (
    <Row
      kind="noisy"
      title={t`Noisy input`}
      note={t`what both networks get`}
      cells={series.map((one) => one && { pixels: one.noisy, error: one.noisyError })}
    />
  );
}

function RebuiltRow({ card, series, kind }: { card: ModelCard; series: Series; kind: string }) {
  const learnedOnNoise = card.summary.value?.noise !== 'none';
  return (
    <Row
      kind={kind}
      title={card.title}
      note={learnedOnNoise ? t`trained to remove noise` : t`trained on clean digits`}
      cells={series.map((one) => one && { pixels: one.rebuilt, error: one.rebuiltError })}
    />
  );
}

function OtherRow({ card }: { card: ModelCard }) {
  return <RebuiltRow card={card} series={useSeries(card)} kind="other" />;
}

/** Empty cells, shown until the other model is loaded. */
const blankRow = levels.map(() => null);

function otherThan(card: ModelCard): string {
  return card.summary.value?.noise === 'none' ? denoiser : standard;
}

/** Shows the digit at five noise levels, rebuilt by the chosen model and by another one. */
export default function NoiseLevelsTab({ card }: TabProps) {
  const otherName = useSignal(otherThan(card));
  const { card: other, error } = useModel(otherName.value);
  const series = useSeries(card);
  return (
    <div class="noise-levels">
      <p class="inside-caption">
        {t`Your digit gets more and more noise. A network trained to remove noise recovers the digit; one trained only on clean digits takes the noise for strokes and draws those too.`}
      </p>
      <div class="noise-levels-tools">
        <ModelSelect label={t`Compare with`} chosen={otherName.value} choose={(id) => (otherName.value = id)} />
        <button type="button" class="button" onClick={rerollNoise}>
          <Icon name="reroll" />
          {t`New noise`}
        </button>
      </div>
      <div class="noise-table">
        <div class="noise-row noise-row-head" aria-hidden="true">
          {levels.map((level) => (
            <span key={level}>σ = {fixed(level, 1)}</span>
          ))}
        </div>
        <NoisyRow series={series} />
        <RebuiltRow card={card} series={series} kind="chosen" />
        {other ? (
          <OtherRow key={other.id} card={other} />
        ) : (
          <Row kind="other" title={otherName.value} note="" cells={blankRow} />
        )}
        {error && <p class="inside-problem">{error}</p>}
      </div>
      <p class="inside-note">
        {t`Under each picture is its mean squared error per pixel against the clean digit on the pad. The noise is Gaussian with standard deviation σ, and the pixels are clipped to [0, 1].`}
      </p>
    </div>
  );
}
