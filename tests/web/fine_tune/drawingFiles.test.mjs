// Drawings from the visitor's files, and into files: IDX with labels, gzipped or not, and pictures.

import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { idxOfImages, idxOfLabels, savedBy } from '../support/downloads.mjs';
import { inkOf } from '../support/handwriting.mjs';
import {
  allRebuilt,
  button,
  dataFile,
  pixelsOf,
  siteOfFile,
  storedDrawings,
  test,
  testInChromium,
  undoOf,
  until,
} from '../support/harness.mjs';

const site = siteOfFile();

const thumbnails = (page) => page.locator('.thumbnail canvas');
const labels = (page) => page.locator('.thumbnail-label').evaluateAll((all) => all.map(({ value }) => value));
const problemsIn = (page) => page.locator('.import-problems li').allInnerTexts();

async function reports(page, expected) {
  const found = await until(
    () => problemsIn(page),
    (now) => now.length === expected.length,
    `${expected.length} sentences`,
  );
  assert.deepEqual(found, expected);
}

const kept = (page, count) =>
  until(
    () => thumbnails(page).count(),
    (now) => now === count,
    `${count} drawings`,
  );

const add = (page, files) =>
  page.getByLabel('Files of drawings').setInputFiles(
    Object.entries(files).map(([name, buffer]) => ({
      name,
      mimeType: name.endsWith('.png') ? 'image/png' : '',
      buffer,
    })),
  );

/** The pixels of `count` of the digits that ship with the page. */
const shippedPixels = async (count, first = 0) =>
  (await dataFile('train-sample.idx')).subarray(16 + 784 * first, 16 + 784 * (first + count));

const picturesOf = async (page) => Promise.all((await thumbnails(page).all()).map(pixelsOf));

/** Drops a file on an element, as from another window. */
const dropOn = (locator, name, bytes) =>
  locator.evaluate(
    (element, [name, bytes]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([new Uint8Array(bytes)], name));
      element.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }));
    },
    [name, [...bytes]],
  );

// Playwright does not report Firefox's downloads.
testInChromium(
  'what the page saves as IDX comes back byte for byte, and a saved picture comes back as drawings',
  async (t) => {
    const { page, problems } = await site.open();
    const pixels = await shippedPixels(12);
    const given = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8];
    const files = {
      'train-labels-idx1-ubyte.gz': gzipSync(idxOfLabels(given)),
      'train-images-idx3-ubyte': idxOfImages(pixels),
    };
    await add(page, files);
    await kept(page, 12);
    await page.getByText('12 drawings added.').waitFor();
    assert.deepEqual((await labels(page)).map(Number), given);
    const pictures = await picturesOf(page);
    for (const [index, picture] of pictures.entries()) {
      const expected = [...pixels.subarray(784 * index, 784 * (index + 1))].map((byte) => byte / 255);
      const differences = inkOf(picture).map((ink, pixel) => Math.abs(ink - expected[pixel]));
      assert.ok(Math.max(...differences) < 1 / 239, `drawing ${index + 1} differs by ${Math.max(...differences)}`);
    }

    const saved = await savedBy(t, page, () => button(page, 'Save as IDX').click(), 2);
    assert.deepEqual(saved.names, ['train-images-idx3-ubyte', 'train-labels-idx1-ubyte']);
    assert.ok(saved.contents[0].equals(files['train-images-idx3-ubyte']));
    assert.ok(saved.contents[1].equals(idxOfLabels(given)));

    await add(page, { 'again.idx': saved.contents[0] });
    await page.getByText('you have kept all of them already').waitFor();
    const sheet = await savedBy(t, page, () => button(page, 'Save as PNG').click());
    for (let left = 12; left > 0; left--) await button(page, `Remove drawing ${left}`).click();
    await kept(page, 0);
    await add(page, { 'my-digits.png': sheet.contents[0] });
    await kept(page, 12);
    assert.deepEqual(await picturesOf(page), pictures);
    await undoOf(page, '12 drawings added').last().click();
    await kept(page, 0);

    await dropOn(page.locator('.handwriting'), 'one.idx', idxOfImages(await shippedPixels(1, 20)));
    await kept(page, 1);
    await dropOn(page.locator('.pad-canvas'), 'other.idx.gz', gzipSync(idxOfImages(await shippedPixels(1, 21))));
    await kept(page, 2);
    await until(
      () => storedDrawings(page),
      (count) => count === 2,
      'the drawings in the storage',
    );
    const shown = await picturesOf(page);
    await page.reload();
    await kept(page, 2);
    assert.deepEqual(await picturesOf(page), shown, 'in the same order');
    assert.deepEqual(problems, []);
  },
);

/** A picture of a one, dark on light paper that is darker towards one side. */
const pictureOfOne = async (page, type) => {
  const bytes = await page.evaluate(async (type) => {
    const canvas = new OffscreenCanvas(400, 300);
    const context = canvas.getContext('2d');
    const light = context.createLinearGradient(0, 0, 400, 0);
    light.addColorStop(0, '#fff');
    light.addColorStop(1, '#bbb');
    context.fillStyle = light;
    context.fillRect(0, 0, 400, 300);
    context.fillStyle = '#223';
    context.fillRect(190, 60, 24, 180);
    return [...new Uint8Array(await (await canvas.convertToBlob({ type })).arrayBuffer())];
  }, type);
  return Buffer.from(bytes);
};

/** 100,000 images, each filled with one shade. */
function manyImages() {
  const pixels = Buffer.alloc(100_000 * 784);
  for (let image = 0; image < 100_000; image++) pixels.fill(image % 251, 784 * image, 784 * (image + 1));
  return gzipSync(idxOfImages(pixels), { level: 1 });
}

/** An empty sheet of paper. */
const blankPicture = (page) =>
  page
    .evaluate(async () => {
      const canvas = new OffscreenCanvas(100, 100);
      canvas.getContext('2d').fillRect(0, 0, 100, 100);
      return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
    })
    .then(Buffer.from);

/** Checks a picture of the one: the digit is 20 pixels high and in the middle; its width is 24/180 of that. */
function showsTheOne(picture) {
  const ink = inkOf(picture);
  const all = ink.reduce((sum, value) => sum + value, 0);
  assert.ok(Math.abs(all - (20 * 20 * 24) / 180) < 4, `${all} pixels of ink`);
  const inMiddle = ink.filter((_, index) => Math.abs((index % 28) - 13.5) < 3);
  assert.ok(inMiddle.reduce((sum, value) => sum + value, 0) > 0.98 * all);
}

/** Seven images in good files, and files that cannot be used. */
async function mixedFiles(page) {
  const whole = idxOfImages(await shippedPixels(3));
  const wrongMagic = Buffer.from(whole);
  wrongMagic[2] = 0x0d;
  return {
    'cut.idx': whole.subarray(0, whole.length - 100),
    'floats.idx': wrongMagic,
    'small.idx': idxOfImages(Buffer.alloc(3 * 400), 20),
    'my-images.idx': whole,
    'my-labels.idx': idxOfLabels([1, 2]),
    'letters-images.idx': idxOfImages(await shippedPixels(2, 10)),
    'letters-labels.idx': idxOfLabels([7, 26]),
    'lonely-labels.idx': idxOfLabels([1]),
    'text.png': Buffer.from('This is no picture.'),
    'blank.png': await blankPicture(page),
    'empty.idx': Buffer.alloc(0),
    'short.idx.gz': gzipSync(whole).subarray(0, 300),
    'notes.gz': gzipSync(Buffer.from('notes')),
    'notes.txt': Buffer.from('These are notes.'),
    'one.png': await pictureOfOne(page, 'image/png'),
    'one.jpg': await pictureOfOne(page, 'image/jpeg'),
  };
}

test('each file that cannot be used gets a sentence, and the others of the selection are added', async () => {
  const { page, problems } = await site.open();
  await add(page, await mixedFiles(page));
  await kept(page, 7);
  await reports(page, [
    'cut.idx: expected 2352 bytes after the IDX header, found 2252 (the file is cut short).',
    'floats.idx: expected the IDX magic number 0x00000803, found 0x00000d03.',
    'small.idx: expected images of 28×28 pixels, found 20×20.',
    'text.png: expected a picture, found a file that is damaged or no picture.',
    'blank.png: expected a picture of a dark digit on light paper, found no ink.',
    'empty.idx: expected a picture or an IDX file, found an empty file.',
    'short.idx.gz: expected a complete gzip file, found one that is cut short or damaged.',
    'notes.gz: expected a gzipped IDX file, found something else in it.',
    'notes.txt: expected a picture or an IDX file, found neither.',
    'my-labels.idx: expected 3 labels, one per image of my-images.idx, found 2; the images have no labels yet.',
    'letters-labels.idx: expected digits from 0 to 9, found 26; the images have no labels yet.',
    'lonely-labels.idx: expected the images that these labels belong to in the same selection, found none.',
  ]);
  assert.deepEqual(await labels(page), Array(7).fill(''));
  (await picturesOf(page)).slice(5).forEach(showsTheOne);
  await page.getByLabel('The digit in drawing 7').selectOption('1');

  await add(page, { 'many.idx.gz': manyImages(), 'more.idx': idxOfImages(await shippedPixels(1, 30)) });
  await kept(page, 200);
  await reports(page, [
    'many.idx.gz has 100,000 images, of which 193 were added: you can keep at most 200 drawings.',
    'more.idx was left out: you can keep at most 200 drawings. Remove some first.',
  ]);
  assert.equal((await labels(page))[6], '1', 'nothing is lost');
  await button(page, 'Dismiss what was left out').click();
  await reports(page, []);
  await allRebuilt(page);
  assert.deepEqual(problems, []);
});
