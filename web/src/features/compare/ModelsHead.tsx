import { t } from '../../language/t';
import { meanDigitError } from '../../state/catalogue';
import { fixed } from '../../ui/numbers';
import { Term } from './terms/Term';
import { terms } from './terms/terms';
import './modelsHead.css';

/** Says what each column of the models' cards shows. */
export function ModelsHead() {
  const worst = meanDigitError.value;
  return (
    <div class="models-head">
      <h2 id="models-title" class="eyebrow">{t`Reconstructions`}</h2>
      <p class="head-rebuilt">{t`rebuilt`}</p>
      <div class="head-difference">
        <p>{t`what differs`}</p>
        <p class="legend">
          {t`missing`}
          <span class="legend-scale" aria-hidden="true" />
          {t`extra`}
        </p>
      </div>
      <div class="head-error">
        <p>
          <Term word={t`error (MSE)`} explanation={terms.error} />
        </p>
        <p class="error-scale" title={t`The bar is full at the error of always showing the mean of all test digits`}>
          <span>0</span>
          <span class="error-range" aria-hidden="true" />
          <span>{worst && t`always the mean digit: ${fixed(worst, 3)}`}</span>
        </p>
      </div>
    </div>
  );
}
