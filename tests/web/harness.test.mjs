// Pages of different tests share nothing. A test that fails must not hang the suite or leave a browser or a server
// behind: each file in faults/ fails in its own way, and here it is run with the same flags as the suite.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  clearAndDraw,
  inProject,
  pressOnPad,
  siteOfTest,
  storedDrawings,
  storedKeys,
  test,
  until,
} from './support/harness.mjs';

test('a page opened in a used profile finds nothing of the page before it', async (t) => {
  const site = await siteOfTest(t);
  const prepare = (page) => page.addInitScript(() => (globalThis.wasPrepared = true));
  const { page: first } = await site.open({ prepare, viewport: { width: 800, height: 600 } });
  await clearAndDraw(first);
  await pressOnPad(first, 'k');
  await pressOnPad(first, 't');
  await until(
    () => storedDrawings(first),
    (count) => count === 1,
    'a stored drawing',
  );
  await first.context().newPage();
  await first.route('**/*.safetensors', (route) => route.abort());
  await first.context().setOffline(true);
  await site.closePages();

  const { page, problems } = await site.open();
  assert.equal(page, first, 'the profile was used again');
  await page.getByText('A sample. Draw your own digit here').waitFor();
  const left = await page.evaluate(() => [document.documentElement.dataset.theme, innerWidth]);
  assert.deepEqual(left, ['light', 1440]);
  assert.equal(await page.evaluate(() => globalThis.wasPrepared), undefined);
  assert.equal(page.context().pages().length, 1);
  assert.deepEqual(await storedKeys(page, 'drawing/'), []);
  assert.deepEqual(problems, []);
});

const flags = readFileSync(inProject('tests/web/flags'), 'utf8').trim().split(/\s+/);
const patienceSeconds = 120;

const read = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // The process has ended in the meantime.
  }
};

/** The processes whose environment or command line has `mark`. */
function marked(mark) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => ['environ', 'cmdline'].some((file) => read(`/proc/${pid}/${file}`).includes(mark)))
    .map((pid) => ({ pid, command: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').slice(0, 80) }));
}

/**
 * Runs a fault with a temporary folder of its own, whose name identifies all processes of the fault. The suite's
 * time limits are too long to wait for, so shorter ones can be given for a test and for a file.
 */
async function runFault(t, name, { testSeconds, fileSeconds }) {
  const folder = mkdtempSync(join(tmpdir(), 'hourglass-fault-'));
  const shortened = flags.map((flag) =>
    fileSeconds && flag.startsWith('--test-timeout=') ? `--test-timeout=${1000 * fileSeconds}` : flag,
  );
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined, TMPDIR: folder };
  if (testSeconds) env.HOURGLASS_TEST_SECONDS = testSeconds;
  const file = inProject(`tests/web/faults/${name}.mjs`);
  const child = spawn(process.execPath, ['--test', ...shortened, file], { env });
  t.after(() => {
    child.kill('SIGKILL');
    for (const { pid } of marked(folder)) process.kill(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  let output = '';
  let sawBrowser = false;
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const watch = setInterval(() => {
    sawBrowser ||= marked(folder).some(({ command }) => /chrom|firefox/.test(command));
  }, 100);
  const status = await Promise.race([
    ended,
    new Promise((resolve) => setTimeout(resolve, 1000 * patienceSeconds, 'still running').unref()),
  ]);
  clearInterval(watch);
  return { status, output, sawBrowser, folder };
}

for (const [name, told, limit] of [
  ['never_ends', /test timed out after/, 'testSeconds'],
  ['fails_with_a_page_open', /another title/],
  ['leaves_a_server', /so that its ending is seen/],
  ['hangs_while_loading', /test timed out after/, 'fileSeconds'],
]) {
  test(`${name}.mjs ends in time, is reported and leaves nothing behind`, async (t) => {
    // On a busy machine the browser may need longer to start than a short limit allows, so longer ones follow.
    let run;
    for (const seconds of [8, 32, 110]) {
      run = await runFault(t, name, limit ? { [limit]: seconds } : {});
      if ((run.sawBrowser && told.test(run.output)) || !limit) break;
    }
    const { status, output, sawBrowser, folder } = run;
    assert.equal(status, 1, output);
    assert.match(output, told);
    assert.ok(sawBrowser, 'its browser was seen while it ran');
    await until(
      async () => JSON.stringify(marked(folder)),
      (left) => left === '[]',
      'no process of it',
    );
    const [, address] = output.match(/serving at (\S+)/);
    await assert.rejects(fetch(address), 'nobody listens at its address');
  });
}
