// The core describes a model as JSON in its own spelling; this is the one place that reads it.

import { failed, type LayerSummary, type ModelSummary, type Outcome } from '../protocol';
import type { Session } from './hourglassModule';

interface RawLayer {
  type: string;
  activation?: string;
  input_shape: number[];
  output_shape: number[];
  parameters: number;
}

interface RawSummary {
  name: string;
  code_size: number;
  parameters: number;
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
      parameters: raw.parameters,
      loss: raw.loss,
      noise: raw.noise,
      layers: raw.layers.map(readLayer),
    },
  };
}
