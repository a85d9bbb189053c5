import { useSignal } from '@preact/signals';
import type { Engine } from '../../../engine/client';
import type { PictureSource, RankedPicture } from '../../../engine/experimentProtocol';
import { failed, type Outcome } from '../../../engine/protocol';
import { t } from '../../../language/t';
import { askWithReference } from '../../../state/insideEngine';
import { type ModelCard, state } from '../../../state/state';
import { Icon } from '../../../ui/Icon';
import { errorText } from '../../../ui/numbers';
import { Problem } from '../Answered';
import { CaptionedPicture } from '../CaptionedPicture';
import type { TabProps } from '../tabs';
import { answered } from '../useAnswer';
import { useLiveAnswer } from '../useLiveAnswer';
import { openClothes } from './clothes';
import { ErrorGauge } from './ErrorGauge';
import { ErrorScale } from './ErrorScale';
import './unfamiliarInputs.css';

const perGroup = 6;
/** How many sets of examples a group cycles through: as many as there are in the sample of clothes. */
const draws = 20;

interface Group {
  id: string;
  title: string;
  note: string;
  source: (draw: number) => PictureSource;
  hasMore: boolean;
}

const groups: readonly Group[] = [
  {
    id: 'digits',
    title: t`Test digits`,
    note: t`new to the network, but digits`,
    source: (draw) => ({ kind: 'digits', from: draw * perGroup, count: perGroup }),
    hasMore: true,
  },
  {
    id: 'clothes',
    title: t`Clothes`,
    note: t`from Fashion-MNIST`,
    source: (draw) => ({ kind: 'gallery', from: draw * perGroup, count: perGroup }),
    hasMore: true,
  },
  {
    id: 'noise',
    title: t`Noise`,
    note: t`every pixel random between 0 and 1`,
    source: (draw) => ({ kind: 'noise', count: perGroup, seed: draw + 1 }),
    hasMore: true,
  },
  {
    id: 'blank',
    title: t`A blank page`,
    note: t`not a digit, but easy to rebuild`,
    source: () => ({ kind: 'blank' }),
    hasMore: false,
  },
];

async function rebuildPictures(engine: Engine, id: string, source: PictureSource): Promise<Outcome<RankedPicture[]>> {
  if (source.kind === 'gallery') {
    const clothes = await openClothes(engine);
    if (failed(clothes)) return clothes;
  }
  return engine.rankPictures(id, source);
}

function Pair({ ranked, of }: { ranked: RankedPicture | undefined; of: string }) {
  return (
    <div class="unfamiliar-pair" data-percentile={ranked?.percentile}>
      <CaptionedPicture pixels={ranked?.pixels ?? null} label={of} />
      <CaptionedPicture pixels={ranked?.rebuilt ?? null} label={t`${of}, rebuilt`}>
        {ranked ? errorText(ranked.meanSquaredError) : '–'}
      </CaptionedPicture>
    </div>
  );
}

function GroupOf({ card, group }: { card: ModelCard; group: Group }) {
  const draw = useSignal(0);
  const answer = useLiveAnswer(card, () => group.source(draw.value), rebuildPictures, askWithReference).value;
  const ranked = answered(answer) ?? [];
  const count = group.hasMore ? perGroup : 1;
  return (
    <section class="unfamiliar-group" data-group={group.id}>
      <div class="unfamiliar-head">
        <h3>{group.title}</h3>
        <p>{group.note}</p>
        {group.hasMore && (
          <button
            type="button"
            class="icon-button"
            aria-label={t`More examples: ${group.title}`}
            title={t`More examples`}
            onClick={() => (draw.value = (draw.value + 1) % draws)}
          >
            <Icon name="reroll" />
          </button>
        )}
      </div>
      <Problem of={answer} />
      <div class="unfamiliar-pairs">
        {Array.from({ length: count }, (_, index) => (
          <Pair key={index} ranked={ranked[index]} of={`${group.title} ${index + 1}`} />
        ))}
      </div>
      <ErrorScale errors={ranked.map((one) => one.meanSquaredError)} />
    </section>
  );
}

function YourDigit({ card }: { card: ModelCard }) {
  const answer = useLiveAnswer(
    card,
    (): PictureSource | null => {
      const pixels = state.seen.value;
      return pixels && { kind: 'given', pixels };
    },
    rebuildPictures,
    askWithReference,
  ).value;
  const ranked = answered(answer)?.[0];
  return (
    <section class="unfamiliar-own" data-group="own">
      <div class="unfamiliar-own-pictures">
        <CaptionedPicture pixels={ranked?.pixels ?? null} label={t`Your picture`}>{t`yours`}</CaptionedPicture>
        <CaptionedPicture pixels={ranked?.rebuilt ?? null} label={t`Your picture, rebuilt`}>
          {t`rebuilt`}
        </CaptionedPicture>
      </div>
      <ErrorGauge ranked={ranked ?? null} />
      <Problem of={answer} />
    </section>
  );
}

/** Shows how a model of digits rebuilds out-of-distribution inputs, and how the error gives them away. */
export default function UnfamiliarInputsTab({ card }: TabProps) {
  return (
    <div class="unfamiliar-tab">
      <p class="inside-caption">
        {t`A network trained only on digits turns most pictures into something digit-like. Pictures unlike its training digits are called out-of-distribution inputs, and a high error gives them away. Convolutions look at small patches, and patches of a shoe look like strokes, so convolutional networks copy unfamiliar pictures better.`}
      </p>
      <YourDigit card={card} />
      <div class="unfamiliar-groups">
        {groups.map((group) => (
          <GroupOf key={group.id} card={card} group={group} />
        ))}
      </div>
      <p class="inside-note">
        {t`The input is above, the reconstruction below, with its mean squared error per pixel. The same errors are marked on each group's scale; the scales are logarithmic.`}
      </p>
    </div>
  );
}
