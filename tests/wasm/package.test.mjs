// The npm package, used from its tarball outside of the project: it is well formed, its examples run as its users
// would run them, and its results are the program's.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { launchChromium } from '../web/support/browsers.mjs';
import { isolating, staticHost } from '../web/support/hosts.mjs';
import { data, hourglass, largestDifference, project, readNpy } from './support.mjs';

const run = promisify(execFile);
const node = (cwd, ...parameters) => run(process.execPath, parameters, { cwd });

const folder = mkdtempSync(path.join(tmpdir(), 'hourglass-package-'));
const model = path.join(folder, 'node_modules/hourglass-autoencoders/models/dense-128-32.safetensors');
const packages = path.join(project, 'web/node_modules');
const checks = path.join(project, 'build/toolchain/publishing/node_modules');
let tarball = '';

/** Installs the tarball as `npm install` does, but takes its one dependency from the page's packages, not the network. */
async function install() {
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const dependency = path.join(packages, 'wasm-feature-detect');
  const quiet = ['--offline', '--no-audit', '--no-fund', '--silent'];
  await run('npm', ['install', ...quiet, tarball, dependency], { cwd: folder });
  symlinkSync(path.join(packages, 'vite'), path.join(folder, 'node_modules/vite'));
}

before(async () => {
  const { stdout } = await node(folder, path.join(project, 'wasm/package/pack.mjs'), folder);
  tarball = stdout.trim();
  await install();
});
after(() => rmSync(folder, { recursive: true }));

function example(name) {
  const copy = path.join(folder, name);
  cpSync(path.join(project, 'wasm/examples', name), copy, { recursive: true });
  return copy;
}

test('publint and attw find nothing wrong with the tarball', async () => {
  await node(folder, path.join(checks, 'publint/src/cli.js'), '--strict', tarball);
  await node(folder, path.join(checks, '@arethetypeswrong/cli/dist/index.js'), '--profile', 'esm-only', tarball);
});

test('the package contains what it lists, and has the version of the project', () => {
  const root = path.join(folder, 'node_modules/hourglass-autoencoders');
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  assert.ok(hourglass('--version').startsWith(`hourglass ${version} (`));
  assert.deepEqual(readFileSync(path.join(root, 'LICENSE')), readFileSync(path.join(project, 'LICENSE')));
});

test('the Node example rebuilds a digit like the program', async () => {
  const [index, rebuilt] = [3, path.join(folder, 'rebuilt.json')];
  const images = path.join(data, 't10k-images-idx3-ubyte');
  const { stdout } = await node(example('node'), 'rebuild.mjs', images, `${index}`, rebuilt);
  assert.match(stdout, /^mean squared error 0\.0\d+ \((plain|relaxed|threads|threads-relaxed), threads: \d\)$/m);

  const expected = path.join(folder, 'expected.npy');
  hourglass('reconstruct', model, '--index', `${index}`, '--out', expected);
  assert.ok(largestDifference(JSON.parse(readFileSync(rebuilt, 'utf8')), readNpy(expected)) < 1e-5);
});

test('the Node example says what is wrong with a file of images', async () => {
  const failure = await node(example('node'), 'rebuild.mjs', 'package.json', '3').catch((error) => error);
  assert.equal(failure.code, 1);
  assert.match(failure.stderr, /^error: .*expected .*found .*\n$/);
});

test('a program chooses the variant and the number of threads', async () => {
  const program = `
    import { load } from 'hourglass-autoencoders';
    const facts = async (options) => { const { variant, threads } = await load(options); return [variant, threads]; };
    const refusal = (options) => load(options).then(() => 'loaded', ({ message }) => message);
    console.log(JSON.stringify([
      await facts({ variant: 'plain', threads: 3 }),
      await facts({ variant: 'threads', threads: 3 }),
      (await facts({ threads: 1 }))[1],
      (await facts({ threads: 2 }))[1],
      await refusal({ threads: 0 }),
      await refusal({ variant: 'fast' }),
    ]));`;
  writeFileSync(path.join(folder, 'choose.mjs'), program);
  const { stdout } = await node(folder, 'choose.mjs');
  assert.deepEqual(JSON.parse(stdout), [
    ['plain', 1],
    ['threads', 3],
    1,
    2,
    'threads: expected a whole number from 1 to 64, found 0',
    'variant: expected one of plain, relaxed, threads, threads-relaxed, found fast',
  ]);
});

/** Draws a seven with the mouse. */
async function draw(page) {
  const { x, y } = await page.locator('#pad').boundingBox();
  await page.mouse.move(x + 80, y + 70);
  await page.mouse.down();
  for (const [right, down] of [
    [140, 70],
    [200, 70],
    [170, 140],
    [130, 220],
  ]) {
    await page.mouse.move(x + right, y + down, { steps: 4 });
  }
  await page.mouse.up();
}

/** The drawing as PNG and the grey values of the rebuilt picture. */
function canvases() {
  const rebuilt = document.querySelector('#rebuilt');
  const { data } = rebuilt.getContext('2d').getImageData(0, 0, rebuilt.width, rebuilt.height);
  const png = document.querySelector('#pad').toDataURL('image/png').split(',')[1];
  return { png, grey: [...data].filter((_, index) => index % 4 === 0) };
}

async function drawAt(browser, address) {
  const page = await browser.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(address);
  const status = page.locator('#status');
  await status
    .filter({ hasText: 'Ready' })
    .waitFor({ timeout: 30_000 })
    .catch(() => {});
  const ready = await status.textContent();
  await draw(page);
  const found = { ready, errors, ...(await page.evaluate(canvases)), rebuilt: await status.textContent() };
  await page.close();
  return found;
}

/** Draws on the example's page at a host that sends these headers, and compares the picture with the program's. */
async function checkPage(browser, root, headers, expectedReady) {
  const host = await staticHost({ root, headers });
  const { ready, errors, png, grey, rebuilt } = await drawAt(browser, host.address).finally(() => host.close());
  assert.deepEqual(errors, []);
  assert.equal(ready, expectedReady);
  assert.match(rebuilt, /^Rebuilt from 32 numbers, mean squared error 0\.\d+$/);

  const [drawing, expected] = ['drawing.png', 'drawing.npy'].map((name) => path.join(folder, name));
  writeFileSync(drawing, Buffer.from(png, 'base64'));
  hourglass('reconstruct', model, '--image', drawing, '--out', expected);
  const pixels = readNpy(expected).map((value) => 255 * value);
  assert.ok(pixels.some((value) => value > 200));
  assert.ok(largestDifference(grey, pixels) < 0.51); // the picture has whole numbers
}

test('the Vite example builds, and its page rebuilds a drawing like the program, with and without threads', async () => {
  const root = example('vite');
  await node(root, path.join(packages, 'vite/bin/vite.js'), 'build', '--logLevel', 'warn');
  const threads = Math.min(availableParallelism(), 4);
  const browser = await launchChromium();
  try {
    const isolated = threads > 1 ? `threads-relaxed, threads: ${threads}` : 'relaxed, threads: 1';
    await checkPage(browser, `${root}/dist`, isolating, `Ready (${isolated})`);
    await checkPage(browser, `${root}/dist`, {}, 'Ready (relaxed, threads: 1)');
  } finally {
    await browser.close();
  }
});

test('the types of the package suit the Vite example and a TypeScript project for Node', async () => {
  const compiler = path.join(packages, 'typescript/bin/tsc');
  await node(example('vite'), compiler, '-p', '.');
  const options = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', '--types', ''];
  const program = `
    import { load, type Session, valueIn } from 'hourglass-autoencoders';
    const session: Session = (await load({ threads: 2, variant: 'threads' })).createSession();
    const code: Float32Array = valueIn(session.encode(new Float32Array(784)));
    // @ts-expect-error: there is no such variant
    await load({ variant: 'fast' });
    export { code };`;
  writeFileSync(path.join(folder, 'types.ts'), program);
  await node(folder, compiler, ...options, 'types.ts');
});
