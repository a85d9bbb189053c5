// Makes the npm package from the built modules: the folder build/package, and its tarball in the folder that is
// given, or else in build.
//
// Usage: node wasm/package/pack.mjs [FOLDER]

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const project = path.join(here, '../..');
const built = path.join(project, 'build/package');

const modules = {
  wasm: ['hourglass', 'hourglass_relaxed'],
  'wasm-threads': ['hourglass_threads', 'hourglass_threads_relaxed'],
};
/** A small model, so that the package can be tried at once. */
const model = { from: 'dense-128-32.int8.safetensors', to: 'dense-128-32.safetensors' };

function fail(message) {
  console.error(`error: ${message}.`);
  process.exit(1);
}

function read(file, remedy) {
  try {
    return readFileSync(file);
  } catch {
    return fail(`expected the file ${path.relative(project, file)}, which was not found: ${remedy}`);
  }
}

/** Lets threads load the glue by its own address, because bundlers rename files. */
function withoutOwnName(glue, name) {
  const parts = glue.split(`new URL("${name}.js",import.meta.url)`);
  if (parts.length !== 2) fail(`expected ${name}.js to name itself once, found ${parts.length - 1} times`);
  return parts.join('new URL(import.meta.url)');
}

function copyModules() {
  for (const [preset, names] of Object.entries(modules)) {
    const remedy = `run cmake --preset ${preset} && cmake --build --preset ${preset} --target hourglass_module`;
    const readBuilt = (file) => read(path.join(project, 'build', preset, 'wasm', file), remedy);
    for (const name of names) {
      const glue = readBuilt(`${name}.js`).toString();
      writeFileSync(path.join(built, 'module', `${name}.wasm`), readBuilt(`${name}.wasm`));
      writeFileSync(path.join(built, 'module', `${name}.js`), preset === 'wasm' ? glue : withoutOwnName(glue, name));
    }
    if (preset === 'wasm') writeFileSync(path.join(built, 'module/hourglass.d.ts'), readBuilt('hourglass.d.ts'));
  }
}

function version() {
  const text = readFileSync(path.join(project, 'CMakeLists.txt'), 'utf8');
  return (
    /^project\(hourglass VERSION (\S+)/m.exec(text)?.[1] ?? fail('expected a version in CMakeLists.txt, found none')
  );
}

const target = path.resolve(process.argv[2] ?? path.join(project, 'build'));
rmSync(built, { recursive: true, force: true });
mkdirSync(path.join(built, 'module'), { recursive: true });
mkdirSync(path.join(built, 'models'));
mkdirSync(target, { recursive: true });
copyModules();
cpSync(path.join(project, 'web/public/models', model.from), path.join(built, 'models', model.to));
cpSync(path.join(project, 'LICENSE'), path.join(built, 'LICENSE'));
for (const file of ['index.js', 'index.d.ts', 'README.md']) cpSync(path.join(here, file), path.join(built, file));
const description = JSON.parse(readFileSync(path.join(here, 'package.json'), 'utf8'));
writeFileSync(path.join(built, 'package.json'), `${JSON.stringify({ ...description, version: version() }, null, 2)}\n`);
const tarball = execFileSync('npm', ['pack', '--silent', '--pack-destination', target], {
  cwd: built,
  encoding: 'utf8',
});
console.log(path.join(target, tarball.trim()));
