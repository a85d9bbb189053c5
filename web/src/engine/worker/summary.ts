// The core describes a model as JSON with its own field names; this file alone reads that JSON.

import { failed, type LayerSummary, type ModelSummary, type Outcome } from '../protocol';
import type { Session } from './hourglassModule';

interface RawLayer {
  index: number;
  type: string;
  activation?: string;
  kernel?: number;
  stride?: number;
  input_shape: number[];
  output_shape: number[];
  weight_shape?: number[];
  bias_shape?: number[];
  parameters: number;
}

interface RawSummary {
  name: string;
  code_size: number;
  code_shape: number[];
  encoder_layers: number;
  switches: number;
  decodes_alone: boolean;
  parameters: number;
  fit: ModelSummary['fit'];
  loss: string;
  noise: string;
  layers: RawLayer[];
}

function readLayer(layer: RawLayer): LayerSummary {
  return {
    type: layer.type,
    activation: layer.activation ?? 'identity',
    inputShape: layer.input_shape,
    outputShape: layer.output_shape,
    kernel: layer.kernel ?? null,
    stride: layer.stride ?? null,
    weightShape: layer.weight_shape ?? null,
    biasShape: layer.bias_shape ?? null,
    parameters: layer.parameters,
  };
}

export function summarise(session: Session): Outcome<ModelSummary> {
  const text = session.summary();
  if (failed(text)) return text;
  const raw = JSON.parse(text.value) as RawSummary;
  return {
    value: {
      name: raw.name,
      codeSize: raw.code_size,
      codeShape: raw.code_shape,
      codeLayer: raw.layers.findLastIndex((layer) => layer.index < raw.encoder_layers),
      switches: raw.switches,
      decodesAlone: raw.decodes_alone,
      fit: raw.fit,
      parameters: raw.parameters,
      loss: raw.loss,
      noise: raw.noise,
      layers: raw.layers.map(readLayer),
    },
  };
}
