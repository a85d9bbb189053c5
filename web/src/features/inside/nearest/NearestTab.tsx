import { ask, type Engine } from '../../../engine/client';
import { failed, type Outcome } from '../../../engine/protocol';
import type { AnswerTo } from '../../../engine/questions';
import { t } from '../../../language/t';
import { askWithReference, referenceLabels } from '../../../state/insideEngine';
import { type ModelCard, state } from '../../../state/state';
import { DigitGallery, type GalleryDigit } from '../../../ui/gallery/DigitGallery';
import { significant } from '../../../ui/numbers';
import { Answered } from '../Answered';
import { referenceImages } from '../referenceImages';
import type { TabProps } from '../tabs';
import { useLiveAnswer } from '../useLiveAnswer';
import { useModel } from '../useModel';

const shown = 10;

type Ask = (engine: Engine, id: string, pixels: Float32Array) => Promise<Outcome<AnswerTo<'nearestImages'>>>;

const byPixels: Ask = (engine, id, pixels) => ask(engine, id, 'nearestImages', pixels, shown);

const byCode: Ask = async (engine, id, pixels) => {
  const code = await ask(engine, id, 'encode', pixels);
  return failed(code) ? code : ask(engine, id, 'nearestCodes', code.value, shown);
};

async function galleryOf(
  find: Ask,
  engine: Engine,
  id: string,
  pixels: Float32Array,
): Promise<Outcome<GalleryDigit[]>> {
  const [found, labels] = await Promise.all([find(engine, id, pixels), referenceLabels()]);
  if (failed(found)) return found;
  if (failed(labels)) return labels;
  const { images: numbers, distances } = found.value;
  const images = await referenceImages(engine, id, numbers);
  if (failed(images)) return images;
  return {
    value: images.value.map((image, index) => {
      const digit = labels.value[numbers[index] ?? 0] ?? 0;
      return {
        pixels: image,
        label: t`Nearest test digit ${index + 1}, a ${digit}`,
        heading: String(digit),
        detail: significant(distances[index] ?? 0, 3),
      };
    }),
  };
}

interface NearestProps {
  card: ModelCard;
  find: Ask;
  title: string;
  explanation: string;
}

function Nearest({ card, find, title, explanation }: NearestProps) {
  const answer = useLiveAnswer(
    card,
    () => state.seen.value,
    (engine, id, pixels) => galleryOf(find, engine, id, pixels),
    askWithReference,
  ).value;
  return (
    <section class="inside-stack" aria-label={title}>
      <div>
        <h3>{title}</h3>
        <p class="inside-caption">{explanation}</p>
      </div>
      <Answered answer={answer} doing={t`Comparing 2,000 test digits`}>
        {(digits) => <DigitGallery digits={digits} />}
      </Answered>
    </section>
  );
}

function NearestByPca() {
  const { card, error } = useModel('pca-30');
  if (error) return <p class="inside-problem">{error}</p>;
  return (
    card && (
      <Nearest
        card={card}
        find={byCode}
        title={t`Nearest by PCA`}
        explanation={t`The same comparison of the 30 numbers that PCA keeps.`}
      />
    )
  );
}

/** Shows the test digits nearest to the drawing, by their codes, by PCA and by their pixels. */
export default function NearestTab({ card, summary }: TabProps) {
  return (
    <div class="inside-stack">
      <Nearest
        card={card}
        find={byCode}
        title={t`Nearest by code`}
        explanation={t`The network compares ${summary.code_size} numbers. Of 2,000 test digits, the codes of these are nearest to that of your digit. Below each: which digit it is, and the distance between the codes.`}
      />
      {summary.name !== 'pca-30' && <NearestByPca />}
      <Nearest
        card={card}
        find={byPixels}
        title={t`Nearest by pixels`}
        explanation={t`The same comparison of all 784 pixels, without a network.`}
      />
    </div>
  );
}
