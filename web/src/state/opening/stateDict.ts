// A plain state_dict saved by PyTorch holds weights, but does not say of which network. The page takes the sizes of
// its dense layers, infers their activations, and has the core describe a new network of these sizes; the core then
// reads and checks the result like any checkpoint.

import { engine } from '../../engine/client';
import { failed, type Outcome } from '../../engine/protocol';
import { type Header, readHeader, withHeader } from '../../engine/safetensors';
import { t } from '../../language/t';

interface Layer {
  /** What comes before ".weight" in the tensor's name: "encoder.0". */
  path: string;
  inputs: number;
  outputs: number;
}

const kinds = ['weight', 'bias'] as const;
const collator = new Intl.Collator('en', { numeric: true });

/** As in the core (state_dict.cpp), an encoder comes before a decoder, and numbers tell the order within each. */
const half = (path: string) => Number(path.includes('dec'));
const byPlace = (one: string, next: string) => half(one) - half(next) || collator.compare(one, next);
const pattern = (path: string) => path.replaceAll(/\d+/g, '#');

export function isStateDict({ metadata, tensors }: Header): boolean {
  return metadata.model === undefined && Object.keys(tensors).some((name) => name.endsWith('.weight'));
}

/** Says why these layers, in this order, are not a network; null if they are one. */
function objection(layers: readonly Layer[]): string | null {
  for (const [index, { path, inputs }] of layers.entries()) {
    const before = layers[index - 1];
    if (!before) continue;
    if (half(before.path) === half(path) && pattern(before.path) !== pattern(path))
      return t`expected layers whose numbers tell their order, as in "0", "2" or "encoder.0", "decoder.0", found "${before.path}" and "${path}"`;
    if (before.outputs !== inputs)
      return t`expected a layer with ${before.outputs} inputs after "${before.path}", found "${path}" with ${inputs}`;
  }
  const first = layers[0];
  const last = layers.at(-1);
  return first && last && first.inputs !== last.outputs
    ? t`expected a last layer with ${first.inputs} outputs, as many as the first one has inputs, found "${last.path}" with ${last.outputs}`
    : null;
}

/** The dense layers of a state_dict, in the order of the network. */
function layersOf({ tensors }: Header): Outcome<Layer[]> {
  const names = new Set(Object.keys(tensors));
  const layers: Layer[] = [];
  for (const path of [...new Set([...names].map((name) => name.replace(/\.?[^.]*$/, '')))].sort(byPlace)) {
    const [outputs, inputs, ...more] = tensors[`${path}.weight`]?.shape ?? [];
    const isDense = outputs && inputs && more.length === 0 && kinds.every((kind) => names.delete(`${path}.${kind}`));
    if (isDense) layers.push({ path, inputs, outputs });
  }
  const [other] = names;
  if (other !== undefined)
    return {
      error: t`expected only the weights and biases of dense layers, found "${other}". The program can read other networks: hourglass convert FILE --as PRESET`,
    };
  const problem = objection(layers);
  return problem ? { error: problem } : { value: layers };
}

/** Whether both are named by their places in the same list, as in nn.Sequential: "encoder.0" and "encoder.2". */
function areListed(one: string, next: string): boolean {
  const list = (path: string) => path.replace(/(^|\.)\d+$/, '');
  return list(one) !== one && list(next) !== next && list(one) === list(next);
}

/** How many places further `next` is in the list. */
function distance(one: string, next: string): number {
  const place = (path: string) => Number(path.split('.').at(-1));
  return place(next) - place(one);
}

/** The layer that gives the code: the narrowest one before the last. */
const narrowest = (layers: readonly Layer[]) =>
  layers.slice(0, -1).reduce((code, { outputs }, index) => (outputs < (layers[code]?.outputs ?? 0) ? index : code), 0);

/** Whether an activation follows each layer but the last: a gap in the list tells, and otherwise only the code has none. */
function activations(layers: readonly Layer[]): boolean[] {
  const code = narrowest(layers);
  return layers.slice(1).map(({ path }, index) => {
    const before = layers[index]?.path ?? '';
    return areListed(before, path) ? distance(before, path) > 1 : index !== code;
  });
}

interface LayerDescription {
  type: string;
  outputs?: number;
}

/** What the core says of a new network of these sizes, from its checkpoint. */
async function newNetwork(name: string): Promise<Outcome<Record<string, string>>> {
  const id = 'state-dict';
  const created = await engine.createModel(id, name, 0);
  if (failed(created)) return created;
  const saved = await engine.saveModel(id);
  await engine.closeModel(id);
  return failed(saved) ? saved : { value: readHeader(saved.value)?.metadata ?? {} };
}

export interface InferredCheckpoint {
  bytes: Uint8Array;
  /** The layers that the page assumes, as in "784 → 128 relu → 32 → 128 relu → 784 sigmoid". */
  layers: string;
}

/** The state_dict as a checkpoint: the same numbers, with a description of their network and its names. */
export async function asCheckpoint(bytes: Uint8Array, header: Header): Promise<Outcome<InferredCheckpoint>> {
  const found = layersOf(header);
  if (failed(found)) return found;
  const own = found.value;
  const isActive = activations(own);
  const sizes = [own[0]?.inputs, ...own.map(({ outputs }) => outputs)];
  const isLinear = sizes.length === 3 && !isActive.includes(true) && areListed(own[0]?.path ?? '', own[1]?.path ?? '');
  const metadata = await newNetwork(isLinear ? `linear-${sizes[1]}` : sizes.join('-'));
  if (failed(metadata)) return metadata;
  const description = JSON.parse(metadata.value.model ?? '');
  const end: LayerDescription = description.layers.at(-1);

  const layers: LayerDescription[] = [];
  const tensors: Header['tensors'] = {};
  for (const [index, { path, outputs }] of own.entries()) {
    for (const kind of kinds) {
      const tensor = header.tensors[`${path}.${kind}`];
      if (tensor) tensors[`${layers.length}.${kind}`] = tensor;
    }
    layers.push({ type: 'dense', outputs });
    if (isActive[index]) layers.push({ type: 'relu' });
    if (index === narrowest(own)) description.encoder_layers = layers.length;
  }
  if (end.type !== 'dense') layers.push(end);
  const model = JSON.stringify({ ...description, layers });
  const text = layers.map(({ type, outputs }) => (outputs ? ` → ${outputs}` : ` ${type}`)).join('');
  return {
    value: {
      bytes: withHeader(bytes, { metadata: { ...metadata.value, model }, tensors }),
      layers: `${sizes[0]}${text}`,
    },
  };
}
