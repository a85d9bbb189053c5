import { meanDigitError } from '../../state/catalogue';
import { Term } from './terms/Term';
import { terms } from './terms/terms';
import './modelsHead.css';

/** Says what each column of the models' cards shows. */
export function ModelsHead() {
  const worst = meanDigitError.value;
  return (
    <div class="models-head">
      <h2 id="models-title" class="eyebrow">
        Reconstructions
      </h2>
      <p class="head-rebuilt">rebuilt</p>
      <div class="head-difference">
        <p>what differs</p>
        <p class="legend">
          missing
          <span class="legend-scale" aria-hidden="true" />
          extra
        </p>
      </div>
      <div class="head-error">
        <p>
          <Term word="error (MSE)" explanation={terms.error} />
        </p>
        <p class="error-scale" title="The bar is full at the error of always showing the mean of all test digits">
          <span>0</span>
          <span class="error-range" aria-hidden="true" />
          <span>{worst && `always the mean digit: ${worst.toFixed(3)}`}</span>
        </p>
      </div>
    </div>
  );
}
