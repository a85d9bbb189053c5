// Checks how the files of web/src depend on each other. It needs no browser and no build.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../web/src', import.meta.url));

/** From top to bottom; '' holds the files of the root. A file imports from its own level and from those below. */
const levels = ['', 'features', 'ui', 'state', 'engine', 'theme', 'language'];
const mostFiles = 20;
const mostLines = 300;

const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
const known = new Set(files);
const textOf = (file) => readFileSync(path.join(root, file), 'utf8');
const folderOf = (file) => (file.includes('/') ? path.posix.dirname(file) : '');
const levelOf = (file) => levels.indexOf(file.includes('/') ? file.split('/')[0] : '');

/** Static imports. A dynamic one loads a part of the page later, and one with a query yields only an address. */
const statement = /^(?:import|export) (?:type )?(?:[^'";]* from )?'(\.[^'?]*)'/gm;

function target(file, specifier) {
  const base = path.posix.join(path.posix.dirname(file), specifier);
  return ['', '.ts', '.tsx'].map((ending) => base + ending).find((name) => known.has(name));
}

const imports = files
  .filter((file) => /\.tsx?$/.test(file))
  .flatMap((from) => {
    const found = [...textOf(from).matchAll(statement)];
    return found.map(([, specifier]) => ({ from, to: target(from, specifier) }));
  })
  .filter(({ to }) => to !== undefined);

function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** Returns one circle in a graph, as the list of its nodes, or null. */
function circleIn(edges) {
  const next = groupBy(edges, ([from]) => from);
  const finished = new Set();
  const visit = (node, trail) => {
    if (trail.includes(node)) return [...trail.slice(trail.indexOf(node)), node];
    if (finished.has(node)) return null;
    for (const [, to] of next.get(node) ?? []) {
      const circle = visit(to, [...trail, node]);
      if (circle) return circle;
    }
    finished.add(node);
    return null;
  };
  for (const node of next.keys()) {
    const circle = visit(node, []);
    if (circle) return circle.join(' → ');
  }
  return null;
}

const lines = (edges) => edges.map(({ from, to }) => `${from} → ${to}`);

/** Whether two folders are parts of the same whole, such as two features, and neither contains the other. */
function areSiblings(a, b) {
  const within = (folder, other) => folder === other || folder.startsWith(`${other}/`);
  return a.startsWith('features/') && b.startsWith('features/') && !within(a, b) && !within(b, a);
}

test('every folder has a level, and the imports are found', () => {
  assert.ok(imports.length > files.length, `${imports.length} imports in ${files.length} files`);
  assert.deepEqual(
    files.filter((file) => levelOf(file) < 0),
    [],
  );
});

test('no import points upwards: a level imports only from itself and from those below', () => {
  assert.deepEqual(lines(imports.filter(({ from, to }) => levelOf(to) < levelOf(from))), []);
});

test('no feature imports another, and no view of "Look inside" another view', () => {
  assert.deepEqual(lines(imports.filter(({ from, to }) => areSiblings(folderOf(from), folderOf(to)))), []);
});

test('no import cycles exist between files', () => {
  assert.equal(circleIn(imports.map(({ from, to }) => [from, to])), null);
});

test('no import cycles exist between folders', () => {
  const edges = imports.map(({ from, to }) => [folderOf(from), folderOf(to)]);
  assert.equal(circleIn(edges.filter(([from, to]) => from !== to)), null);
});

test('no folder has more than 20 files', () => {
  const sizes = [...groupBy(files, folderOf)].map(([folder, inside]) => [folder, inside.length]);
  assert.deepEqual(
    sizes.filter(([, size]) => size > mostFiles),
    [],
  );
});

test('no file has more than 300 lines, except dictionaries', () => {
  const code = files.filter((file) => !file.endsWith('.json'));
  const lengths = code.map((file) => [file, textOf(file).split('\n').length - 1]);
  assert.deepEqual(
    lengths.filter(([, length]) => length > mostLines),
    [],
  );
});
