// Checks the translations against the source. It needs no browser and no build.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { inProject } from '../support/browsers.mjs';
import {
  hasWords,
  keysIn,
  messagesIn,
  parsedSource,
  sameInGerman,
  translatesVariables,
  untranslatedIn,
} from '../support/texts.mjs';

const readJson = (file) => JSON.parse(readFileSync(inProject(file), 'utf8'));
const german = readJson('web/src/language/german.json');
const sources = parsedSource();

/** Groups whose keys are messages of the workers and of the core, which are not translated where they are written. */
const foreign = ['engine', 'core'];
const entries = Object.entries(german).flatMap(([group, texts]) =>
  Object.entries(texts).map(([key, text]) => ({ group, key, text })),
);

function textsElsewhere() {
  const models = readJson('web/models.json').flatMap(({ title, blurb, family }) => [title, blurb, family]);
  const { name, description } = readJson('web/public/manifest.webmanifest');
  return [...models, name, description];
}

const used = new Set([...sources.flatMap(keysIn), ...textsElsewhere()]);
const placeholders = (text) => (text.match(/\{\d\}/g) ?? []).sort();

/** The constant parts of a message, between its placeholders. */
const partsOf = (key) => key.split(/\{\d\}/).filter((part) => part.length > 1);

function sourceOfCore() {
  const names = readdirSync(inProject('core'), { recursive: true }).filter((name) => /\.(cpp|h)$/.test(name));
  const text = names.map((name) => readFileSync(path.join(inProject('core'), name), 'utf8')).join('\n');
  // Long messages are literals that follow each other, and quotes in them are escaped.
  return text.replaceAll(/"\s*\n\s*"/g, '').replaceAll('\\"', '"');
}

test('every text of the page has a German entry', () => {
  const known = new Set(entries.map(({ key }) => key));
  assert.ok(used.size > 800, `${used.size} texts`);
  assert.deepEqual(
    [...used].filter((key) => hasWords(key.replaceAll(/\{\d\}/g, '')) && !known.has(key)),
    [],
  );
});

test('a translation has the placeholders of its English text', () => {
  const different = entries.filter(({ key, text }) => placeholders(key).join() !== placeholders(text).join());
  assert.deepEqual(different, []);
});

test('no entry is empty, and none is in the dictionary twice', () => {
  assert.deepEqual(
    entries.filter(({ text }) => text.trim() === ''),
    [],
  );
  const keys = entries.map(({ key }) => key);
  assert.deepEqual(
    keys.filter((key, index) => keys.indexOf(key) !== index),
    [],
  );
});

test('no entry is unused', () => {
  const unused = entries.filter(({ group, key }) => !foreign.includes(group) && !used.has(key));
  assert.deepEqual(unused, []);
});

test('the entries for messages are messages that the workers and the core have', () => {
  const messages = new Set(parsedSource('engine').flatMap(messagesIn));
  assert.deepEqual(
    Object.keys(german.engine).filter((key) => !messages.has(key)),
    [],
  );
  const core = sourceOfCore();
  const missing = Object.keys(german.core).filter((key) => !partsOf(key).every((part) => core.includes(part)));
  assert.deepEqual(missing, []);
});

/** Names, units and code, which are the same in every language. */
const sameEverywhere = [/^CSV$/, /^JSON$/, /^MSE$/, /^max(\(0,)?$/, /^(PCA|linear)-$/];

test('no text that a visitor reads is left outside of t', () => {
  const found = sources.flatMap((source) =>
    untranslatedIn(source)
      .filter((text) => !sameEverywhere.some((pattern) => pattern.test(text.trim())))
      .map((text) => `${source.file}: ${text}`),
  );
  assert.deepEqual(found, []);
});

test('only models and the names of keys are translated from variables, and the tests above know both', () => {
  const files = sources.filter(translatesVariables).map(({ file }) => file);
  assert.deepEqual(files.sort(), ['state/catalogue.ts', 'ui/action.ts']);
});

test('few entries are the same in German, each on purpose', () => {
  const same = entries.filter(({ key, text }) => key === text).map(({ key }) => key);
  assert.deepEqual(same.sort(), [...sameInGerman].sort());
});
