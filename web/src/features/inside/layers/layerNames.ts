import type { LayerSummary } from '../../../engine/protocol';

const names: Record<string, string> = {
  dense: 'dense',
  conv2d: 'convolution',
  conv_transpose2d: 'transposed convolution',
  max_pool2d: 'max-pooling',
  max_unpool2d: 'max-unpooling',
  upsample2d: 'upsampling',
  relu: 'ReLU',
  sigmoid: 'sigmoid',
  identity: 'none',
};

export function plainName(name: string): string {
  return names[name] ?? name.replaceAll('_', ' ');
}

/** A layer's name with the size of its window, as in "convolution 3 × 3, stride 2". */
export function layerText({ type, kernel, stride }: LayerSummary): string {
  const window = kernel === undefined ? '' : ` ${kernel} × ${kernel}`;
  const isStep = stride !== undefined && stride > 1 && stride !== kernel;
  return `${plainName(type)}${window}${isStep ? `, stride ${stride}` : ''}`;
}
