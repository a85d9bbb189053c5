import { useComputed } from '@preact/signals';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { t } from '../../../language/t';
import { manifest } from '../../../state/catalogue';
import { type ModelCard, shownModels } from '../../../state/state';
import { type Curve, CurvePlot } from '../../../ui/CurvePlot';
import { Answered } from '../Answered';
import type { Answer } from '../useAnswer';
import { type Kind, type Measured, readMeasured } from './measured';

interface Point {
  title: string;
  size: number;
  error: number;
}

/** The error on the visitor's digit; nothing if the decoder gets more than the code or the code is off the scale. */
function pointOf({ title, summary, result }: ModelCard, most: number): Point[] {
  const { code_size: size, switches } = summary.value ?? { code_size: 0, switches: 0 };
  if (!result.value || size === 0 || switches > 0 || size > most) return [];
  return [{ title, size, error: result.value.meanSquaredError }];
}

function curvesOf(x: readonly number[], rows: readonly Measured[], points: readonly Point[]): Curve[] {
  const values = (kind: Kind) =>
    x.map((size) => rows.find((row) => row.size === size && row[kind] !== undefined)?.[kind] ?? null);
  const pca = values('pca').map((value, index) => value ?? manifest.value.pca[x[index] ?? 0]?.mse ?? null);
  return [
    { label: 'PCA', colour: '--sand', values: pca },
    { label: t`dense`, colour: '--glass', values: values('dense') },
    { label: t`deep`, colour: '--curve-third', values: values('deep') },
    { label: t`convolutional`, colour: '--curve-fourth', values: values('convolutional') },
    ...points.map(
      ({ title, size, error }): Curve => ({
        label: t`your digit by ${title}, ${size} numbers`,
        colour: '--ink',
        line: 'points',
        values: x.map((one) => (one === size ? error : null)),
      }),
    ),
  ];
}

function ErrorPlot({ rows }: { rows: readonly Measured[] }) {
  const most = Math.max(...rows.map((row) => row.size));
  const points = useComputed(() => shownModels.value.flatMap((card) => pointOf(card, most))).value;
  const sizes = [...new Set([...rows.map((row) => row.size), ...points.map((point) => point.size)])];
  const key = sizes.join();
  const x = useMemo(() => sizes.sort((a, b) => a - b), [key]);
  const curves = useMemo(() => curvesOf(x, rows, points), [x, rows, points]);
  return (
    <CurvePlot
      label={t`Error against the size of the code`}
      x={x}
      xLabel={t`code size`}
      yLabel={t`error (MSE)`}
      curves={curves}
      height={300}
      logarithmic
      doubling
    />
  );
}

/** Shows how the error falls as the code gets longer, and where the visitor's digit lies. */
export default function CodeSizeTab() {
  const [answer, setAnswer] = useState<Answer<Measured[]>>(null);
  useEffect(() => void readMeasured().then(setAnswer), []);
  return (
    <div class="inside-stack">
      <Answered answer={answer} doing={t`Loading the measured errors`}>
        {(rows) => <ErrorPlot rows={rows} />}
      </Answered>
      <p class="inside-caption">
        {t`The more numbers a code has, the less is lost. The curves show the mean error on 10,000 test digits that no model was trained on: of PCA, of dense networks with a hidden layer of 256 units on each side of the code, and of deep ones with two, of 512 and 256 units. PCA is computed exactly, while these networks saw every training digit only ten times, so with 256 numbers PCA is ahead. The convolutional networks are those of the model Convolutional with other code sizes. They saw every digit twenty times, and their curve is the mean of three training runs. The dots are the errors on your digit of the models that rebuild it above, if their code has at most 256 numbers.`}
      </p>
    </div>
  );
}
