import { failed, type Rebuilt } from '../../../engine/protocol';
import { t } from '../../../language/t';
import { listedModel, manifest, testFigure } from '../../../state/catalogue';
import { type ModelCard, state } from '../../../state/state';
import { HistoryPlot } from '../../../ui/HistoryPlot';
import { errorText, wholeNumber } from '../../../ui/numbers';
import { Problem } from '../Answered';
import { CaptionedPicture } from '../CaptionedPicture';
import { answered } from '../useAnswer';
import { useLiveAnswer } from '../useLiveAnswer';
import { useModel } from '../useModel';
import './decoders.css';

interface Decoder {
  name: string;
  how: string;
}

const decoders: readonly Decoder[] = [
  {
    name: 'conv-transpose',
    how: t`Transposed convolutions: each number stamps a 2 × 2 pattern on the picture. The stamps do not overlap, so their grid shows as a checkerboard.`,
  },
  {
    name: 'conv-nearest',
    how: t`Nearest-neighbour upsampling: each number is repeated as a 2 × 2 block, then an ordinary convolution smooths the edges.`,
  },
  {
    name: 'conv-unpool',
    how: t`Max-unpooling: each number goes back to where the encoder found its maximum. Those positions, called switches, bypass the code.`,
  },
];

/** Returns the model's reconstruction of the digit on the pad. */
function useRebuilt(card: ModelCard) {
  const answer = useLiveAnswer(
    card,
    () => state.seen.value,
    (engine, id, pixels) => engine.look({ input: { kind: 'pixels', pixels }, noise: 'none', seed: 1, models: [id] }),
  ).value;
  return answer && !failed(answer) ? (answer.value.models[card.id] ?? null) : answer;
}

function CodeSize({ card }: { card: ModelCard }) {
  const { code_size: size = 0, code_shape: shape = [], switches = 0 } = card.summary.value ?? {};
  return (
    <dd>
      {shape.join(' × ')} = {wholeNumber(size)}
      {switches > 0 && <strong>{t` + ${wholeNumber(switches)} switches`}</strong>}
    </dd>
  );
}

function Figures({ card }: { card: ModelCard }) {
  const { digits, error } = testFigure(card);
  return (
    <dl class="decoder-figures">
      <div data-decoder="code">
        <dt>{t`code`}</dt>
        <CodeSize card={card} />
      </div>
      <div>
        <dt>{t`weights`}</dt>
        <dd>{wholeNumber(card.summary.value?.parameters ?? 0)}</dd>
      </div>
      <div>
        <dt>{t`test MSE (${wholeNumber(digits)} digits)`}</dt>
        <dd>{error === undefined ? '–' : errorText(error)}</dd>
      </div>
    </dl>
  );
}

function Pictures({ one, title }: { one: Rebuilt | null; title: string }) {
  return (
    <div class="decoder-pictures">
      <CaptionedPicture pixels={one?.rebuilt ?? null} label={t`Your digit, rebuilt by ${title}`}>
        {one ? `MSE ${errorText(one.meanSquaredError)}` : '–'}
      </CaptionedPicture>
      <CaptionedPicture
        pixels={one?.difference ?? null}
        colours="difference"
        label={t`Where ${title} differs from your digit`}
      >
        {t`difference`}
      </CaptionedPicture>
    </div>
  );
}

function Trained({ card }: { card: ModelCard }) {
  const answer = useRebuilt(card);
  return (
    <>
      <Pictures one={answered(answer)} title={card.title} />
      <Problem of={answer} />
      <Figures card={card} />
    </>
  );
}

function DecoderOf({ decoder: { name, how } }: { decoder: Decoder }) {
  const { card, error } = useModel(name);
  return (
    <section class="decoder" data-model={name}>
      <h3>{listedModel(name)?.title ?? name}</h3>
      <p class="decoder-how">{how}</p>
      {card ? <Trained card={card} /> : <Pictures one={null} title={name} />}
      {error && <p class="inside-problem">{error}</p>}
    </section>
  );
}

/** Compares three decoders for the same kind of code. */
export default function DecodersTab() {
  const trained = manifest.value.models.filter((model) => decoders.some(({ name }) => name === model.name));
  return (
    <div class="decoders-tab">
      <p class="inside-caption">
        {t`These three networks have the same encoder layers: two convolutions and two poolings, which lead to four 7 × 7 maps. Their decoders differ. Each network was trained separately.`}
      </p>
      <div class="decoders">
        {decoders.map((decoder) => (
          <DecoderOf key={decoder.name} decoder={decoder} />
        ))}
      </div>
      {trained.length > 0 && (
        <section class="decoders-history">
          <h3>{t`How fast they learned`}</h3>
          <HistoryPlot models={trained} />
        </section>
      )}
    </div>
  );
}
