import { type ReadonlySignal, useComputed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { ask } from '../../../engine/client';
import { codeLayer, imageSide, pixelCount } from '../../../engine/protocol';
import { state } from '../../../state/state';
import { codeText, shapeText, wholeNumber } from '../../../ui/numbers';
import { PixelImage } from '../../../ui/PixelImage';
import type { TabProps } from '../tabs';
import { answered } from '../useAnswer';
import { useLiveAnswer } from '../useLiveAnswer';
import { CodeImage } from './CodeImage';
import { type Column, NetworkGraph } from './NetworkGraph';
import { Toy } from './Toy';
import './network.css';

/** The most nodes per column; more would be too small to tell apart. */
const mostNodes = 64;
const middleColumn = imageSide / 2;

/** The pixels of the picture's middle column, from top to bottom. */
function middlePixels(picture: Float32Array | null): Float32Array | null {
  return picture && Float32Array.from({ length: imageSide }, (_, row) => picture[row * imageSide + middleColumn] ?? 0);
}

function pictureColumn(label: string, picture: ReadonlySignal<Float32Array | null>): Column {
  return { label, shown: imageSide, all: pixelCount, colours: 'ink', values: picture };
}

/** Shows where the switches of the last pooling layer put the numbers of the code. */
function Switches({ card, summary }: TabProps) {
  const answer = useLiveAnswer(
    card,
    () => state.noisy.value,
    (engine, id, pixels) => ask(engine, id, 'unpooledCode', pixels),
  );
  const maps = useComputed(() => answered(answer.value)?.pixels ?? null);
  const shape = summary.layers[codeLayer(summary) + 1]?.output_shape ?? summary.code_shape;
  return (
    <div class="switches">
      <figure>
        <CodeImage code={maps} shape={shape} label={`The code placed by its switches: ${shapeText(shape)}`} />
        <figcaption>with switches: {shapeText(shape)}</figcaption>
      </figure>
      <p class="inside-caption">
        The code alone is not enough here: {wholeNumber(summary.switches)} switches, one for each maximum, tell the
        decoder where in its window that maximum was. The picture shows the code placed by the last switches.
      </p>
    </div>
  );
}

function Live({ card, summary }: TabProps) {
  const code = useComputed(() => card.result.value?.code ?? null);
  const rebuilt = useComputed(() => card.result.value?.rebuilt ?? null);
  const input = useComputed(() => middlePixels(state.noisy.value));
  const output = useComputed(() => middlePixels(rebuilt.value));
  const columns = useMemo(
    (): Column[] => [
      pictureColumn('input', input),
      {
        label: 'code',
        shown: Math.min(mostNodes, summary.code_size),
        all: summary.code_size,
        colours: 'difference',
        values: code,
      },
      pictureColumn('output', output),
    ],
    [summary],
  );
  return (
    <div class="network">
      <div class="network-side">
        <div class="trio network-pictures">
          <figure>
            <PixelImage values={state.noisy} label="Input" />
            <figcaption>input: 784 pixels</figcaption>
          </figure>
          <figure class="network-code">
            <CodeImage code={code} shape={summary.code_shape} label={`The code as a picture: ${codeText(summary)}`} />
            <figcaption>code: {codeText(summary)}</figcaption>
          </figure>
          <figure>
            <PixelImage values={rebuilt} label="Reconstruction" />
            <figcaption>output: 784 pixels</figcaption>
          </figure>
        </div>
        {summary.switches > 0 && <Switches card={card} summary={summary} />}
        <p class="inside-caption">
          This is the code in its own shape: teal is below zero, orange above, and the largest number has the strongest
          colour. It follows your pen.
        </p>
        <p class="inside-caption">
          The input and output nodes stand for the 28 pixels in the middle column of the picture. The lines only connect
          one layer to the next; they do not show weights. The hidden layers are left out; the Layers tab shows them.
        </p>
      </div>
      <NetworkGraph columns={columns} />
    </div>
  );
}

/** Shows the input, code and output for the current drawing, as pictures and as columns of coloured nodes. */
export default function NetworkTab({ card, summary }: TabProps) {
  return (
    <div class="inside-stack">
      <Live card={card} summary={summary} />
      <Toy />
    </div>
  );
}
