import assert from 'node:assert/strict';
import { clearAndDraw, dataFile, pixelsOf, same, siteOfFile, test, until } from '../support/harness.mjs';
import { inside, panel, pictureOf } from '../support/inside.mjs';
import { sessionOf } from '../support/module.mjs';

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
        .first()
        .textContent({ timeout: 500 })
        .catch(() => ''),
    (text) => /4 × 7 × 7/.test(text),
    'the code',
  );
  assert.match(await diagram.getAttribute('aria-label'), /^1 × 28 × 28, then 16 × 28 × 28/);
  assert.match(await panel(page).innerText(), /196 numbers \+ [\d,]+ switches/);
  await page.getByRole('tab', { name: 'Network' }).click();
  const code = page.locator('.network-code canvas');
  await code.waitFor();
  const hasSize = (canvas, size, what) =>
    until(
      () => canvas.evaluate((element) => `${element.width} × ${element.height}`),
      (now) => now === size,
      what,
    );
  await hasSize(code, '15 × 15', 'four maps of 7 × 7');
  const switches = page.locator('.switches canvas');
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

test('the network view follows the pen: its code and what each number draws change with the drawing', async () => {
  const { page, problems } = await inside(site, 'deep-30', 'network');
  const [code, effect] = [page.locator('.network-code canvas'), page.locator('.effect canvas').first()];
  await effect.waitFor();
  assert.equal(await page.locator('.effect').count(), 30);
  const before = await until(
    () => pixelsOf(code),
    (pixels) => new Set(pixels).size > 10,
    'a code',
  );
  const effectBefore = await pixelsOf(effect);
  await clearAndDraw(page);
  await panel(page).scrollIntoViewIfNeeded();
  await until(
    () => pixelsOf(code),
    (now) => !same(now, before),
    'another code',
  );
  await until(
    () => pixelsOf(effect),
    (now) => !same(now, effectBefore),
    'another effect of the first number',
  );
  assert.deepEqual(problems, []);
});

test('numbers of the code can be switched off and on, and the error is that of the core', async () => {
  const { page, problems } = await inside(site, 'deep-30', 'network');
  const session = await sessionOf('deep-30');
  session.loadImages(await dataFile('test-sample.idx'));
  const digit = session.image(4).value;
  const code = session.encode(digit).value;
  const errorWithout = (...units) => {
    const changed = code.map((value, unit) => (units.includes(unit) ? 0 : value));
    return session.compare(session.decode(changed).value, digit).value.meanSquaredError.toFixed(4);
  };
  const shows = (error, what) =>
    until(
      () => page.locator('[data-figure="output-mse"]').innerText(),
      (text) => text === error,
      what,
    );
  await shows(errorWithout(), 'the whole code');
  const number = (unit) => page.getByRole('button', { name: new RegExp(`Switch off number ${unit + 1} `) });
  await number(3).click();
  await shows(errorWithout(3), 'the code without its fourth number');
  await number(13).focus();
  await page.keyboard.press('Space');
  await shows(errorWithout(3, 13), 'the code without two numbers');
  assert.equal(await number(13).getAttribute('aria-pressed'), 'true');
  await number(3).click();
  await shows(errorWithout(13), 'the fourth number back');
  await page.getByRole('button', { name: 'Switch all on' }).click();
  await shows(errorWithout(), 'the whole code again');
  assert.deepEqual(problems, []);
});

test('a number that is pointed at, in the code or below it, shows what it draws', async () => {
  const { page, problems } = await inside(site, 'deep-30', 'network');
  const pointed = page.locator('[data-figure="pointed"]');
  const shows = (number) =>
    until(
      () => pointed.innerText(),
      (text) => text === number,
      `number ${number}`,
    );
  const effect = page.locator('.network-pointed canvas');
  await effect.waitFor();
  const first = await pixelsOf(effect);
  await page.getByRole('button', { name: /Switch off number 3 / }).focus();
  await shows('3');
  await until(
    () => pixelsOf(effect),
    (pixels) => !same(pixels, first),
    'what the third number draws',
  );
  const code = page.locator('.network-code canvas');
  const { width, height } = await code.boundingBox();
  await code.hover({ position: { x: width / 12, y: height * 0.9 } });
  await shows('25');
  assert.deepEqual(problems, []);
});

test('noise on the weights disturbs the picture as the core does, and none leaves it as trained', async () => {
  const { page, problems } = await inside(site, 'deep-30', 'network');
  const session = await sessionOf('deep-30');
  session.loadImages(await dataFile('test-sample.idx'));
  const digit = session.image(4).value;
  const shows = (error) =>
    until(
      () => page.locator('[data-figure="disturbed-mse"]').innerText(),
      (text) => text === error,
      error,
    );
  const errorAt = (share) => {
    const rebuilt = session.walkWeights(digit, share, 2, 1).value;
    return session.compare(rebuilt, digit).value.meanSquaredError.toFixed(4);
  };
  await shows(errorAt(0.2));
  await page.getByRole('slider', { name: 'Noise on the weights' }).fill('0.5');
  await shows(errorAt(0.5));
  await page.getByRole('slider', { name: 'Noise on the weights' }).fill('0');
  await shows(session.look(digit, digit).value.meanSquaredError.toFixed(4));
  assert.deepEqual(problems, []);
});

test('the toy network shows the sign of its weights and responds to its six inputs', async () => {
  const { page, problems } = await inside(site, 'deep-30', 'network');
  await page.getByText('toy-6-3-6').click();
  const lines = page.locator('.toy .graph canvas').first();
  const drawn = (positive) =>
    lines.evaluate((canvas, isPositive) => {
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
      const [more, less] = isPositive ? [0, 2] : [2, 0];
      let count = 0;
      for (let at = 0; at < data.length; at += 4) {
        if (data[at + 3] > 128 && data[at + more] > data[at + less] + 50) count++;
      }
      return count;
    }, positive);
  for (const positive of [true, false]) {
    await until(
      () => drawn(positive),
      (count) => count > 500,
      positive ? 'orange lines' : 'teal lines',
    );
  }
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
