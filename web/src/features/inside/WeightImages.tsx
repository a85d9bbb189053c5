import { useState } from 'preact/hooks';
import type { ImageStack } from '../../engine/questions';
import { t } from '../../language/t';
import { wholeNumber } from '../../ui/numbers';
import { largestMagnitude, Picture } from '../../ui/Picture';
import './weightImages.css';

const perPage = 64;

function Pages({ page, count, turn }: { page: number; count: number; turn: (page: number) => void }) {
  const pages = Math.ceil(count / perPage);
  if (pages < 2) return null;
  const first = page * perPage;
  return (
    <div class="pages">
      <button type="button" class="button" disabled={page === 0} onClick={() => turn(page - 1)}>{t`Previous`}</button>
      <span>
        {t`${wholeNumber(first + 1)} to ${wholeNumber(Math.min(first + perPage, count))} of ${wholeNumber(count)}`}
      </span>
      <button type="button" class="button" disabled={page + 1 === pages} onClick={() => turn(page + 1)}>
        {t`Next`}
      </button>
    </div>
  );
}

interface WeightImagesProps {
  stack: ImageStack;
  /** The word before an image's number in its label. */
  name: string;
  /** The order in which to show the images; without it, they are shown by index. */
  order?: readonly number[] | null;
}

/** Shows weights as images, one page at a time, each image scaled to its own largest magnitude. */
export function WeightImages({ stack, name, order }: WeightImagesProps) {
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
          const position = page * perPage + index;
          const number = order?.[position] ?? position;
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
