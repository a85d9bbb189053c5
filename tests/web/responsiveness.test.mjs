// What a visitor sees keeps up: downloads start early, and the pictures follow every pen move.

import assert from 'node:assert/strict';
import {
  allRebuilt,
  clearAndDraw,
  draw,
  modelFile,
  onPad,
  pressOnPad,
  rebuiltPixels,
  same,
  shippedModels,
  siteOfFile,
  test,
  until,
} from './support/harness.mjs';

const site = siteOfFile();

test('the smallest model and the digits are fetched beside the module, the other models one after the other', async () => {
  const asked = [];
  const holdsAll = (names) => names.every((name) => asked.includes(name));
  let askedBeforeModule;
  const prepare = async (page) => {
    page.on('request', (request) => asked.push(request.url().split('/').at(-1)));
    await page.route('**/*.wasm', async (route) => {
      await until(
        () => holdsAll([modelFile('pca-30'), 'test-sample.idx.gz']),
        (isAsked) => isAsked,
        'the first files',
      );
      askedBeforeModule = [...asked];
      await route.continue();
    });
  };
  const { page, problems } = await site.open({ prepare });
  const models = (names) => names.filter((name) => name.endsWith('.safetensors'));
  assert.deepEqual(models(askedBeforeModule), [modelFile('pca-30')]);
  assert.deepEqual(models(asked), ['pca-30', 'dense-128-32', 'denoising-256', 'deep-30'].map(modelFile));
  const marks = await page.evaluate(() => performance.getEntriesByName('first-reconstruction').length);
  assert.equal(marks, 1, 'the page marks its first reconstruction for the benchmark');
  assert.deepEqual(problems, []);
});

/** Holds back the page's requests for a look: `release` passes them on to the worker, `asked` counts them all. */
async function holdLooks(page) {
  await page.evaluate(() => {
    const post = Worker.prototype.postMessage;
    window.held = [];
    window.asked = 0;
    Worker.prototype.postMessage = function (message, ...rest) {
      if (message?.path?.[0] !== 'look') return post.call(this, message, ...rest);
      window.asked++;
      window.held.push(() => post.call(this, message, ...rest));
    };
  });
  return {
    asked: () => page.evaluate(() => window.asked),
    release: () =>
      page.evaluate(() => {
        for (const send of window.held.splice(0)) send();
      }),
  };
}

const allPictures = (page) => Promise.all(shippedModels.map((model) => rebuiltPixels(page, model)));
const noneSame = (now, before) => now.every((picture, index) => !same(picture, before[index]));

test('every pen move changes all four pictures', async () => {
  const { page } = await site.open();
  await clearAndDraw(page);
  const points = await onPad(
    page,
    Array.from({ length: 8 }, (_, step) => [0.2 + 0.08 * step, 0.9]),
  );
  await page.mouse.move(...points[0]);
  await page.mouse.down();
  let before = await allPictures(page);
  for (const point of points.slice(1)) {
    await page.mouse.move(...point);
    await allRebuilt(page);
    const now = await allPictures(page);
    assert.ok(noneSame(now, before), 'all four pictures change');
    before = now;
  }
  await page.mouse.up();
  assert.ok(Number(await page.locator('.latency').getAttribute('data-latency')) > 0, 'the page measures itself');
});

test('pen moves never queue up: while the networks process one, only the latest of the others waits', async () => {
  const { page } = await site.open();
  await clearAndDraw(page);
  const before = await allPictures(page);
  const looks = await holdLooks(page);
  await draw(
    page,
    [
      [0.2, 0.9],
      [0.8, 0.9],
    ],
    20,
  );
  assert.equal(await looks.asked(), 1, 'one look for more than twenty events');
  await looks.release();
  await until(
    () => looks.asked(),
    (count) => count === 2,
    'one look after it',
  );
  await looks.release();
  await allRebuilt(page);
  assert.equal(await looks.asked(), 2, 'and no more');
  const shown = await allPictures(page);
  assert.ok(noneSame(shown, before), 'all four pictures change');
  await pressOnPad(page, 'n');
  await until(
    () => looks.asked(),
    (count) => count === 3,
    'another look',
  );
  await looks.release();
  await allRebuilt(page);
  const again = await allPictures(page);
  assert.ok(
    again.every((picture, index) => same(picture, shown[index])),
    'they already showed the latest ink',
  );
});
