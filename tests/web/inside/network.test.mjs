import assert from 'node:assert/strict';
import { clearAndDraw, pixelsOf, same, siteOfFile, test, until } from '../support/harness.mjs';
import { inside, panel, pictureOf } from '../support/inside.mjs';

const site = siteOfFile();

test('a convolutional model is drawn with the shapes of its feature maps and a code of 4 × 7 × 7', async () => {
  const { page, problems } = await site.open({ query: '?digit=4' });
  await page.getByText('More models').click();
  await page.getByLabel('Layer sizes or a preset name').fill('conv-unpool');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.locator('.model[data-model="fresh-1"]').waitFor();
  await page.locator('.inside').scrollIntoViewIfNeeded();
  await page.getByRole('combobox', { name: 'Model' }).selectOption('fresh-1');
  const diagram = page.locator('.diagram');
  await until(
    () =>
      diagram
        .locator('.diagram-code')
        .textContent({ timeout: 500 })
        .catch(() => ''),
    (text) => /4 × 7 × 7/.test(text),
    'the code',
  );
  assert.match(await diagram.getAttribute('aria-label'), /^1 × 28 × 28, then 16 × 28 × 28/);
  assert.match(await panel(page).innerText(), /196 numbers \+ [\d,]+ switches/);
  await page.getByRole('tab', { name: 'Network' }).click();
  const code = page.locator('.network-code .code-image');
  await code.waitFor();
  const hasSize = (canvas, size, what) =>
    until(
      () => canvas.evaluate((element) => `${element.width} × ${element.height}`),
      (now) => now === size,
      what,
    );
  await hasSize(code, '15 × 15', 'four maps of 7 × 7');
  const switches = page.locator('.switches .code-image');
  await hasSize(switches, '29 × 29', 'four maps of 14 × 14');
  const painted = await until(
    () => pixelsOf(switches),
    (pixels) => new Set(pixels).size > 10,
    'the switches',
  );
  await clearAndDraw(page);
  await until(
    () => pixelsOf(switches),
    (now) => !same(now, painted),
    'other switches',
  );
  assert.deepEqual(problems, []);
});

test('the network tab follows the pen: its code and its nodes change with the drawing', async () => {
  const { page, problems } = await inside(site, 'deep-30', 'network');
  const [code, nodes] = [page.locator('.network-code .code-image'), page.locator('.graph canvas').nth(1)];
  await nodes.waitFor();
  const before = await until(
    () => pixelsOf(code),
    (pixels) => new Set(pixels).size > 10,
    'a code',
  );
  const nodesBefore = await pictureOf(nodes);
  await clearAndDraw(page);
  await until(
    () => pixelsOf(code),
    (now) => !same(now, before),
    'another code',
  );
  await until(
    () => pictureOf(nodes),
    (now) => now !== nodesBefore,
    'other nodes',
  );
  assert.deepEqual(problems, []);
});

test('the toy network responds to its six inputs', async () => {
  const { page, problems } = await inside(site, 'deep-30', 'network');
  await page.getByText('toy-6-3-6').click();
  const nodes = page.locator('.toy .graph canvas').nth(1);
  const before = await pictureOf(nodes);
  await page.getByLabel('Input 2').fill('1');
  await until(
    () => pictureOf(nodes),
    (now) => now !== before,
    'other nodes',
  );
  assert.deepEqual(problems, []);
});
