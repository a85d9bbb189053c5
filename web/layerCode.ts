import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** The functions that say what each type of layer computes, with their files in the core. */
const functions: Record<string, readonly [file: string, name: string][]> = {
  dense: [
    ['nn/layers/dense.cpp', 'Dense::forward'],
    ['compute/matmul.cpp', 'multiply'],
  ],
  conv2d: [
    ['nn/layers/conv2d.cpp', 'Conv2d::forward'],
    ['compute/correlate.cpp', 'add_products'],
  ],
  conv_transpose2d: [
    ['nn/layers/conv_transpose2d.cpp', 'ConvTranspose2d::forward'],
    ['compute/correlate.cpp', 'add_products'],
  ],
  max_pool2d: [
    ['nn/layers/pooling.cpp', 'MaxPool2d::forward'],
    ['nn/layers/pooling.cpp', 'largest_of'],
  ],
  max_unpool2d: [
    ['nn/layers/pooling.cpp', 'MaxUnpool2d::forward'],
    ['nn/layers/pooling.cpp', 'put_at_switch'],
  ],
  upsample2d: [['nn/layers/upsample2d.cpp', 'Upsample2d::forward']],
  relu: [['nn/layers/activation.cpp', 'Relu::forward']],
  sigmoid: [['nn/layers/activation.cpp', 'Sigmoid::forward']],
};

/** Finds a function that is defined at the start of a line, with the comment above it, or a lambda inside of one. */
function definitionOf(name: string, source: string): string | undefined {
  const [plain] = new RegExp(`^(?://.*\\n)*\\w.*\\b${name}\\((?:.|\\n)*?^}$`, 'm').exec(source) ?? [];
  if (plain) return plain;
  const [lambda, indent] = new RegExp(`^( +)const auto ${name} = (?:.|\\n)*?^\\1};$`, 'm').exec(source) ?? [];
  return lambda?.replaceAll(`\n${indent}`, '\n').trimStart();
}

function excerpt([path, name]: [file: string, name: string]): { file: string; text: string } {
  const file = `core/${path}`;
  const text = definitionOf(name, readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'));
  if (!text) throw new Error(`${file}: expected a definition of ${name}, found none`);
  return { file, text };
}

const id = 'virtual:layer-code';
const resolved = `\0${id}`;

/** Provides the C++ of each type of layer as it is in the core at the time of the build. */
export const layerCode: Plugin = {
  name: 'layer-code',
  resolveId: (wanted) => (wanted === id ? resolved : null),
  load: (wanted) => {
    if (wanted !== resolved) return null;
    const code = Object.entries(functions).map(([type, list]) => [type, list.map(excerpt)]);
    return `export default ${JSON.stringify(Object.fromEntries(code))}`;
  },
};
