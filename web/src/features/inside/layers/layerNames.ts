import type { LayerSummary } from '../../../engine/protocol';
import { t } from '../../../language/t';

const names: Record<string, string> = {
  dense: t`dense`,
  conv2d: t`convolution`,
  conv_transpose2d: t`transposed convolution`,
  max_pool2d: t`max-pooling`,
  max_unpool2d: t`max-unpooling`,
  upsample2d: t`upsampling`,
  relu: 'ReLU',
  sigmoid: t`sigmoid`,
  identity: t`none`,
};

export function plainName(name: string): string {
  return names[name] ?? name.replaceAll('_', ' ');
}

/** A layer's name with the size of its window, as in "convolution 3 × 3, stride 2". */
export function layerText({ type, kernel, stride }: LayerSummary): string {
  const window = kernel === undefined ? '' : ` ${kernel} × ${kernel}`;
  const isStep = stride !== undefined && stride > 1 && stride !== kernel;
  return `${plainName(type)}${window}${isStep ? t`, stride ${stride}` : ''}`;
}
