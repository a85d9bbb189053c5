// Finds the texts of the page in the source: those that are translated, and those that should be.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from '../../../web/node_modules/rolldown/dist/utils-index.mjs';
import { inProject } from './browsers.mjs';

const source = inProject('web/src');

/** Attributes of elements, and props of components, whose values a visitor reads or hears. */
const textAttributes = new Set([
  'alt',
  'aria-label',
  'aria-roledescription',
  'aria-valuetext',
  'button',
  'doing',
  'explanation',
  'hint',
  'label',
  'lead',
  'note',
  'placeholder',
  'text',
  'title',
  'word',
  'xLabel',
  'yLabel',
]);

/** Texts whose German is the same: names of models, and words that German shares with English. */
export const sameInGerman = [
  'Code in {0}',
  'Deep',
  'Deep, 2006',
  'Deep, ReLU',
  'Denoising',
  'Denoising, 10',
  'Dense',
  'Filter',
  'Interpolation',
  'Linear',
  'MSE {0}: {1}',
  'Manifold',
  'PCA',
  'Sparse',
  'Training',
  'Unpooling',
  'Upsampling',
  'auto ({0})',
  'linear',
  '{0} min {1} s',
];

export const hasWords = (text) => /\p{L}{2}/u.test(text);

/** Calls `visit` with every node of a syntax tree, from the outside inwards. */
function walk(node, visit) {
  visit(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child?.type === 'string') walk(child, visit);
    }
  }
}

const textOf = (quasis) => quasis.map(({ value }) => value.cooked);
const keyOf = (quasis) => textOf(quasis).reduce((key, part, index) => `${key}{${index - 1}}${part}`);

/** The source files of the page under a folder, each with its syntax tree. */
export function parsedSource(folder = '') {
  return readdirSync(path.join(source, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => {
      const { program, errors } = parseSync(file, readFileSync(file, 'utf8'));
      if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
      return { file: path.relative(source, file).replaceAll(path.sep, '/'), program };
    });
}

/** The keys of all texts that a file translates: t`…`, rich`…`, and the names of keys, which `keyNames` translates. */
export function keysIn({ program }) {
  const keys = [];
  walk(program, (node) => {
    if (node.type === 'TaggedTemplateExpression' && ['t', 'rich'].includes(node.tag.name)) {
      keys.push(keyOf(node.quasi.quasis));
    }
    if (node.type === 'Property' && node.key.name === 'keys' && node.value.type === 'Literal') {
      keys.push(...node.value.value.split('+').filter(hasWords));
    }
  });
  return keys;
}

/** Whether a file translates a text that is not written there, as in t(word). */
export function translatesVariables({ program }) {
  let isFound = false;
  walk(program, (node) => {
    isFound ||= node.type === 'CallExpression' && ['t', 'rich'].includes(node.callee.name);
  });
  return isFound;
}

/** All messages of a file, with their values as placeholders, such as "{0} is missing on the host of this page." */
export function messagesIn({ program }) {
  const messages = [];
  walk(program, (node) => {
    if (node.type === 'TemplateLiteral') messages.push(keyOf(node.quasis));
    if (node.type === 'Literal' && typeof node.value === 'string') messages.push(node.value);
  });
  return messages;
}

/** The constant parts of an expression, without those that are translated. */
function literalsIn(node) {
  if (node.type === 'Literal') return typeof node.value === 'string' ? [node.value] : [];
  if (node.type === 'TemplateLiteral') return [textOf(node.quasis).join(' ')];
  if (node.type === 'ConditionalExpression') return [...literalsIn(node.consequent), ...literalsIn(node.alternate)];
  if (node.type === 'LogicalExpression') return literalsIn(node.right);
  return node.type === 'JSXExpressionContainer' ? literalsIn(node.expression) : [];
}

/** What an element shows, or says in its attributes, without translating it. */
export function untranslatedIn({ program }) {
  const found = [];
  walk(program, (node) => {
    if (node.type === 'JSXAttribute' && node.value && textAttributes.has(node.name.name)) {
      found.push(...literalsIn(node.value));
    }
    if (node.type !== 'JSXElement' && node.type !== 'JSXFragment') return;
    for (const child of node.children) {
      if (child.type === 'JSXText') found.push(child.value.trim());
      else found.push(...literalsIn(child));
    }
  });
  return found.filter(hasWords);
}
