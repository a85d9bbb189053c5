import { useState } from 'preact/hooks';
import type { ImageStack } from '../../engine/analysisProtocol';
import { largestMagnitude, Picture } from '../../plots/Picture';
import { wholeNumber } from '../numbers';
import { Answered } from './Answered';
import type { TabProps } from './tabs';
import { useAnswer } from './useAnswer';
import './filters.css';

const perPage = 64;

function Pages({ page, count, turn }: { page: number; count: number; turn: (page: number) => void }) {
  const pages = Math.ceil(count / perPage);
  if (pages < 2) return null;
  const first = page * perPage;
  return (
    <div class="pages">
      <button type="button" class="button" disabled={page === 0} onClick={() => turn(page - 1)}>
        Previous
      </button>
      <span>
        {wholeNumber(first + 1)} to {wholeNumber(Math.min(first + perPage, count))} of {wholeNumber(count)}
      </span>
      <button type="button" class="button" disabled={page + 1 === pages} onClick={() => turn(page + 1)}>
        Next
      </button>
    </div>
  );
}

/** Images of weights, each in proportion to its own largest magnitude, a page at a time. */
export function WeightImages({ stack, name }: { stack: ImageStack; name: string }) {
  const [wanted, setPage] = useState(0);
  const { width, height, pixels } = stack;
  const size = width * height;
  const count = pixels.length / size;
  const page = Math.min(wanted, Math.ceil(count / perPage) - 1);
  const shown = Math.min(perPage, count - page * perPage);
  return (
    <>
      <ul class="weight-images" data-count={count}>
        {Array.from({ length: shown }, (_, index) => {
          const number = page * perPage + index;
          const values = pixels.subarray(number * size, (number + 1) * size);
          return (
            <li key={number}>
              <Picture
                values={values}
                width={width}
                height={height}
                colours="difference"
                full={largestMagnitude(values)}
                label={`${name} ${number + 1}`}
              />
            </li>
          );
        })}
      </ul>
      <Pages page={page} count={count} turn={setPage} />
    </>
  );
}

/** The weights of the first layer, and of a decoder of one layer, as pictures. */
export default function FiltersTab({ card, summary }: TabProps) {
  const filters = useAnswer(card, (explorer, id) => explorer.filters(id));
  const atoms = useAnswer(card, (explorer, id) => explorer.atoms(id));
  const [first] = summary.layers;
  const isConvolution = first?.type === 'conv2d';
  return (
    <div class="explore-stack">
      <div>
        <h3>What the first layer looks for</h3>
        <p class="explore-caption">
          {isConvolution
            ? `The kernels of the first convolution, each slid over the whole picture. `
            : `Each picture is the weights of one unit: ink on orange raises the unit, ink on teal lowers it. `}
          Every picture has its own scale.
        </p>
      </div>
      <Answered answer={filters} doing="Reading the weights">
        {(stack) => <WeightImages stack={stack} name="Filter" />}
      </Answered>
      <div>
        <h3>What each unit of the code adds to the picture</h3>
        <p class="explore-caption">
          Where the decoder is a single layer, a picture is built by adding these, each times its number of the code.
        </p>
      </div>
      <Answered answer={atoms} doing="Reading the weights">
        {(stack) => <WeightImages stack={stack} name="Code unit" />}
      </Answered>
    </div>
  );
}
