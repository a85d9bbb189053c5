// PCA fitted on the page: the second engine computes it, and it then becomes a model like any other.

import { handOver } from '../../../engine/client';
import { failed } from '../../../engine/protocol';
import { t } from '../../../language/t';
import { insideEngine } from '../../../state/insideEngine';
import { reasonText, showError } from '../../../state/messages';
import { adoptModel } from '../../../state/models';
import { state } from '../../../state/state';
import { sampleBytes } from '../../../state/trainingImages';

export const mostComponents = 100;
const fittingId = 'fitting';

/** Fits PCA to the shipped sample and opens it in "Look inside". */
export async function fitComponents(count: number): Promise<void> {
  const id = await fitted(count).catch((reason: unknown) => {
    showError(t`PCA could not be fitted: ${reasonText(reason)}`);
    return null;
  });
  if (id) state.inside.model.value = id;
}

async function fitted(count: number): Promise<string> {
  const second = await insideEngine();
  if (failed(second)) throw new Error(second.error);
  const fit = await second.value.fitComponents(fittingId, await sampleBytes(), count);
  if (failed(fit)) throw new Error(fit.error);
  const bytes = await second.value.saveModel(fittingId);
  if (failed(bytes)) throw new Error(bytes.error);
  await second.value.closeModel(fittingId);
  return adoptModel({ kind: 'fitted', images: 3000 }, handOver(bytes.value));
}
