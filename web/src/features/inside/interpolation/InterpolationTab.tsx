import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { pixelCount } from '../../../engine/protocol';
import { t } from '../../../language/t';
import { type ModelCard, state } from '../../../state/state';
import { Problem } from '../Answered';
import { CaptionedPicture } from '../CaptionedPicture';
import type { TabProps } from '../tabs';
import { answered } from '../useAnswer';
import { useLiveAnswer } from '../useLiveAnswer';
import { type End, ends, fillEnds, putDrawing, putNextKept, putRandomDigit } from './ends';
import { Walk } from './Walk';
import './interpolation.css';

/** The number of pictures from A to B, including both. The strip shows every fourth. */
const steps = 33;
const stripStride = 4;

function EndPicture({ end }: { end: End }) {
  return (
    <div class="interpolation-end" data-end={end}>
      <CaptionedPicture pixels={ends[end].value} label={t`Picture ${end}`} />
      <div class="interpolation-choices">
        <h3>{end}</h3>
        <button type="button" class="button" disabled={!state.seen.value} onClick={() => putDrawing(end)}>
          {t`Your drawing`}
        </button>
        <button type="button" class="button" onClick={() => void putRandomDigit(end)}>{t`Test digit`}</button>
        {state.drawings.value.length > 0 && (
          <button type="button" class="button" onClick={() => putNextKept(end)}>{t`Kept drawing`}</button>
        )}
      </div>
    </div>
  );
}

const pictureOf = (images: Float32Array | null, index: number) =>
  images?.slice(index * pixelCount, (index + 1) * pixelCount) ?? null;

interface PathProps {
  kind: 'codes' | 'pixels';
  title: string;
  images: Float32Array | null;
  position: Signal<number>;
}

/** Shows one path from A to B: the picture at the slider's position, and the whole path as a strip. */
function Path({ kind, title, images, position }: PathProps) {
  const stops = Array.from({ length: (steps - 1) / stripStride + 1 }, (_, index) => index * stripStride);
  return (
    <section class="interpolation-path" data-path={kind}>
      <div class="interpolation-here">
        <CaptionedPicture pixels={pictureOf(images, position.value)} label={t`${title}, at the slider`} />
      </div>
      <div class="interpolation-strip-side">
        <h3>{title}</h3>
        <div class="interpolation-strip">
          {stops.map((stop) => (
            <CaptionedPicture
              key={stop}
              pixels={pictureOf(images, stop)}
              label={t`${title}, step ${stop + 1} of ${steps}`}
            />
          ))}
        </div>
      </div>
    </section>
  );
}

function Interpolation({ card }: { card: ModelCard }) {
  const position = useSignal((steps - 1) / 2);
  useEffect(() => void fillEnds(), []);
  const answer = useLiveAnswer(
    card,
    () => (ends.A.value && ends.B.value ? { a: ends.A.value, b: ends.B.value } : null),
    (engine, id, { a, b }) => engine.interpolate(id, a, b, steps),
  ).value;
  const paths = answered(answer);
  return (
    <div class="interpolation">
      <div class="interpolation-ends">
        <EndPicture end="A" />
        <EndPicture end="B" />
      </div>
      <label class="interpolation-slider">
        <span>A</span>
        <input
          type="range"
          min="0"
          max={steps - 1}
          step="1"
          value={position.value}
          aria-label={t`Position between A and B`}
          aria-valuetext={t`${Math.round((100 * position.value) / (steps - 1))} % of the way from A to B`}
          onInput={(event) => (position.value = event.currentTarget.valueAsNumber)}
        />
        <span>B</span>
      </label>
      <Problem of={answer} />
      <Path kind="codes" title={t`Interpolating the codes`} images={paths?.decoded ?? null} position={position} />
      <Path kind="pixels" title={t`Blending the pixels`} images={paths?.blended ?? null} position={position} />
    </div>
  );
}

/** Shows interpolation between two pictures and random walks from the drawing, through codes and through pixels. */
export default function InterpolationTab({ card }: TabProps) {
  return (
    <div class="interpolation-tab">
      <p class="inside-caption">
        {t`Interpolation means going from A to B in small steps. Halfway between the pixels of two digits, you see both on top of each other. Halfway between their codes, the decoder draws one shape that is a little of each.`}
      </p>
      <Interpolation card={card} />
      <Walk card={card} />
    </div>
  );
}
