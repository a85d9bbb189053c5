// "Run it on the command line": the lines that the page offers, run with the program itself.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { button, card, choose, inProject, siteOfFile, test, until } from './support/harness.mjs';

const site = siteOfFile();

const run = promisify(execFile);
const summary = (page) => page.getByText('Run it on the command line');
const command = (page) => page.getByRole('textbox', { name: 'Command' });

/** Does what a line with curl does, which not every machine has. */
async function fetchFor(line, folder) {
  const [, name, address] = /^curl -Lo (\S+) (\S+)$/.exec(line) ?? [];
  const from = address ?? line.replace('curl -LO ', '');
  const response = await fetch(from);
  assert.ok(response.ok, from);
  await writeFile(path.join(folder, name ?? path.basename(from)), Buffer.from(await response.arrayBuffer()));
}

/** Runs the copied lines in a folder, with the program on the PATH; returns what the last one prints. */
async function runLines(lines, folder) {
  const env = { ...process.env, PATH: `${inProject('build/native/native_cli')}:${process.env.PATH}` };
  let printed = '';
  for (const line of lines.split('\n')) {
    if (line.startsWith('curl ')) await fetchFor(line, folder);
    else printed = (await run('sh', ['-c', line], { cwd: folder, env })).stdout;
  }
  return printed;
}

async function folderOf(t) {
  const folder = await mkdtemp(path.join(tmpdir(), 'hourglass-command-'));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

/** Saves a model by its card's button; returns the path of the file. */
async function save(page, model, folder) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    card(page, model)
      .getByRole('button', { name: /^Save / })
      .click(),
  ]);
  const file = path.join(folder, download.suggestedFilename());
  await download.saveAs(file);
  return file;
}

/** Reads the weights of a safetensors file, by name. */
async function weightsIn(file) {
  const bytes = await readFile(file);
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  const tensors = Object.entries(JSON.parse(bytes.toString('utf8', 8, start))).filter(([name]) => /^\d/.test(name));
  return new Map(
    tensors.map(
      ([
        name,
        {
          dtype,
          data_offsets: [from, to],
        },
      ]) => {
        assert.equal(dtype, 'F32');
        return [
          name,
          new Float32Array(bytes.buffer.slice(bytes.byteOffset + start + from, bytes.byteOffset + start + to)),
        ];
      },
    ),
  );
}

test('the copied lines train the same network natively as the page does', async (t) => {
  const folder = await folderOf(t);
  const { page } = await site.open({ query: '?steps=94&seed=5' });
  await page.getByText('More models').click();
  await page.getByLabel('Layer sizes or a preset name').fill('784-32-8');
  await button(page, 'Create').click();
  await card(page, 'fresh-1').waitFor();
  await summary(page).click();
  await page.getByText('First save the network as a file').waitFor();
  const lines = await command(page).inputValue();
  const first = await save(page, 'fresh-1', folder);
  await button(page, 'Start').click();
  await page.locator('.finetune[data-phase="finished"]').waitFor();
  const ours = await weightsIn(await save(page, 'fresh-1', folder));
  await runLines(lines, folder);
  const theirs = await weightsIn(path.join(folder, `trained-${path.basename(first)}`));
  const before = await weightsIn(first);
  const largest = (some, others) => Math.max(...some.map((value, index) => Math.abs(value - others[index])));
  assert.deepEqual([...theirs.keys()], [...ours.keys()]);
  for (const [name, weights] of ours) {
    assert.ok(largest(weights, before.get(name)) > 1e-3, `${name} has changed`);
    assert.ok(largest(weights, theirs.get(name)) < 1e-4, `${name}: ${largest(weights, theirs.get(name))}`);
  }
});

test('the lines for a network of the page fetch it, and the page says how the runs differ', async (t) => {
  const folder = await folderOf(t);
  const { page } = await site.open({ query: '?model=denoising-256&steps=100&rate=0.0005&batch=128' });
  await summary(page).click();
  await page.getByText('The program trains for 5 whole epochs, or 120 steps.').waitFor();
  await page.getByText('the page moves halfway there').waitFor();
  const printed = await runLines(await command(page).inputValue(), folder);
  assert.match(printed, /denoising-256: .* 3,000 training images, seed 1/);
  assert.match(printed, /epoch 5\/5/);
  await choose(page, 'Images', 'your drawings (0) + MNIST (3,000)');
  await page.getByText('The program does not get your drawings').waitFor();
  await until(
    () => command(page).inputValue(),
    (text) => text.includes('data/train-sample.idx.gz'),
    'the smaller file',
  );
});

test('the link that `hourglass train --page-link` prints opens the page with the settings of the run', async (t) => {
  const folder = await folderOf(t);
  const options = '--epochs 1 --limit 640 --lr 0.0005 --batch 48 --noise masking:0.3 --seed 9';
  const printed = await runLines(`hourglass train simple-32 ${options} --page-link ${site.address}`, folder);
  const link = new URL(printed.trim().split('In the page: ')[1]);
  assert.equal(link.origin, new URL(site.address).origin);
  const { page, problems } = await site.open({ query: link.search });
  await until(
    () => page.locator('.finetune').getAttribute('data-model'),
    (model) => model === 'simple-32',
    'the model of the run',
  );
  const chosen = async (label) =>
    page
      .locator('.finetune')
      .getByLabel(label)
      .evaluate((menu) => menu.selectedOptions[0].textContent);
  assert.deepEqual(await Promise.all(['Learning rate', 'Batch', 'Noise'].map(chosen)), [
    '0.0005',
    '48',
    'as set above',
  ]);
  assert.ok(await page.getByRole('radio', { name: 'Masking' }).isChecked());
  await summary(page).click();
  assert.match(await command(page).inputValue(), /--lr 0.0005 --batch 48 .* --noise masking:0.30 --seed 9/);
  assert.deepEqual(problems, []);
});
