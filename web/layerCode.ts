import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const folder = 'core/nn/layers';

/** The file of each type of layer, and the functions in it that say what the layer computes. */
const functions: Record<string, [file: string, ...names: string[]]> = {
  dense: ['dense.cpp', 'Dense::forward', 'Dense::input_gradient'],
  conv2d: ['conv2d.cpp', 'Conv2d::forward', 'Conv2d::input_gradient'],
  conv_transpose2d: ['conv_transpose2d.cpp', 'ConvTranspose2d::forward', 'ConvTranspose2d::input_gradient'],
  max_pool2d: ['pooling.cpp', 'largest_of', 'MaxPool2d::forward'],
  max_unpool2d: ['pooling.cpp', 'put_at_switch', 'MaxUnpool2d::forward'],
  upsample2d: ['upsample2d.cpp', 'Upsample2d::forward'],
  relu: ['activation.cpp', 'Relu::forward', 'Relu::input_gradient'],
  sigmoid: ['activation.cpp', 'Sigmoid::forward', 'Sigmoid::input_gradient'],
};

/** A function that is defined at the start of a line, with the comment above it. */
function definitionOf(name: string, source: string, file: string): string {
  const [found] = new RegExp(`^(?://.*\\n)*\\w.*\\b${name}\\((?:.|\\n)*?^}$`, 'm').exec(source) ?? [];
  if (!found) throw new Error(`${folder}/${file}: expected a definition of ${name}, found none`);
  return found;
}

function codeOf([file, ...names]: [file: string, ...names: string[]]): { file: string; text: string } {
  const source = readFileSync(new URL(`../${folder}/${file}`, import.meta.url), 'utf8');
  return { file: `${folder}/${file}`, text: names.map((name) => definitionOf(name, source, file)).join('\n\n') };
}

const id = 'virtual:layer-code';
const resolved = `\0${id}`;

/** Provides the C++ of each type of layer as it is in the core at the time of the build. */
export const layerCode: Plugin = {
  name: 'layer-code',
  resolveId: (wanted) => (wanted === id ? resolved : null),
  load: (wanted) => {
    if (wanted !== resolved) return null;
    const code = Object.entries(functions).map(([type, from]) => [type, codeOf(from)]);
    return `export default ${JSON.stringify(Object.fromEntries(code))}`;
  },
};
