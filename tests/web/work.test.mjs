// A visitor's drawings: what is stored, what a reload or a second tab restores, and what can be undone.

import assert from 'node:assert/strict';
import {
  allRebuilt,
  button,
  clearAndDraw,
  draw,
  same,
  seenPixels,
  siteOfFile,
  storedDrawings,
  storedFields,
  test,
  three,
  undoOf,
  until,
} from './support/harness.mjs';

const site = siteOfFile();

const note = (page, pattern) => page.getByRole('status').filter({ hasText: pattern }).waitFor();
const complaint = (page, pattern) => page.getByRole('alert').filter({ hasText: pattern }).waitFor();

/** A three whose lower end is moved up by `number` twentieths of the pad. */
const variant = (number) => [...three.slice(0, -1), [0.3, 0.75 - number / 20]];

async function keepVariants(page, numbers) {
  await page.bringToFront(); // Chromium hardly ever paints a tab in the background.
  for (const number of numbers) {
    const before = await page.locator('.thumbnail').count();
    await clearAndDraw(page, variant(number));
    await button(page, 'Keep').click();
    await until(
      () => page.locator('.thumbnail').count(),
      (count) => count === before + 1,
      'a drawing more',
    );
  }
}

const thumbnails = (page, count) =>
  until(
    () => page.locator('.thumbnail').count(),
    (now) => now === count,
    `${count} drawings`,
  );

async function secondTab(page) {
  const other = await page.context().newPage();
  await other.goto(page.url());
  await allRebuilt(other);
  return other;
}

test('Keep confirms that it worked, and rejects test digits and drawings already kept', async () => {
  const { page, problems } = await site.open({ query: '?digit=3' });
  await button(page, 'Keep').click();
  await complaint(page, /test digit/);
  await clearAndDraw(page);
  await button(page, 'Keep').click();
  await note(page, /Kept.*one drawing/);
  await button(page, 'Keep').click();
  await complaint(page, /already kept this drawing/);
  await keepVariants(page, [1]);
  await note(page, /Kept.*2 drawings/);
  await thumbnails(page, 2);
  assert.deepEqual(problems, []);
});

test('two tabs add to one set of drawings, and each sees what the other removes', async () => {
  const { page: first, problems } = await site.open();
  const second = await secondTab(first);
  await keepVariants(first, [0, 1, 2]);
  await thumbnails(second, 3);
  await keepVariants(second, [3, 4]);
  await thumbnails(first, 5);
  await first.bringToFront();
  await first.getByRole('button', { name: 'Remove drawing 1' }).click();
  await thumbnails(second, 4);
  await undoOf(first, /removed/).click();
  await thumbnails(second, 5);
  await first.reload();
  await allRebuilt(first);
  await thumbnails(first, 5);
  assert.equal(await storedDrawings(first), 5);
  assert.deepEqual(problems, []);
});

test('drawings that an earlier version stored as one record are migrated', async () => {
  const { page } = await site.open();
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open('keyval-store');
        opening.onsuccess = () => {
          const writing = opening.result.transaction('keyval', 'readwrite');
          const set = [0.25, 0.5].map((ink) => ({ id: `${ink}`, pixels: new Float32Array(784).fill(ink) }));
          writing.objectStore('keyval').put(set, 'hourglass-drawings');
          writing.oncomplete = resolve;
        };
      }),
  );
  await page.reload();
  await thumbnails(page, 2);
  await until(
    () => storedDrawings(page),
    (count) => count === 2,
    'a record for each',
  );
});

test('a reload keeps the ink and its undo steps', async () => {
  const { page, problems } = await site.open({ query: '?digit=3' });
  await clearAndDraw(page);
  const one = await seenPixels(page);
  await draw(page, [
    [0.2, 0.9],
    [0.8, 0.9],
  ]);
  await allRebuilt(page);
  const two = await seenPixels(page);
  await endStored(page, [0.8, 0.9]);
  await page.reload();
  await allRebuilt(page);
  await until(
    () => seenPixels(page),
    (now) => same(now, two),
    'the ink of before',
  );
  await page.keyboard.press('Control+z');
  await until(
    () => seenPixels(page),
    (now) => same(now, one),
    'undo',
  );
  assert.deepEqual(problems, []);
});

/** The last point of the ink that each tab has stored, as text. */
const storedEnds = async (page) =>
  (await storedFields(page, 'visit', 'marks')).flatMap((marks) => {
    const end = marks.at(-1)?.points?.at(-1);
    return end ? `${end.x.toFixed(1)} ${end.y.toFixed(1)}` : [];
  });

const endStored = (page, [x, y]) =>
  until(
    () => storedEnds(page),
    (ends) => ends.includes(`${x.toFixed(1)} ${y.toFixed(1)}`),
    `ink that ends at ${x}, ${y} in the storage`,
  );

/** Waits for the page's own delayed write of its address: however busy it is, its timers fire in their order. */
const addressWritten = (page) => page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1000)));

test('a duplicated tab starts with the same ink; after that, each tab stores its own', async () => {
  const { page } = await site.open();
  await clearAndDraw(page, variant(1));
  const drawn = await seenPixels(page);
  await endStored(page, variant(1).at(-1));
  await addressWritten(page);
  const opening = page.context().waitForEvent('page');
  await page.evaluate(() => window.open(location.href));
  const copy = await opening;
  await copy.bringToFront(); // Firefox paints no tab in the background.
  await allRebuilt(copy);
  await until(
    () => seenPixels(copy),
    (now) => same(now, drawn),
    'the same ink',
  );
  await clearAndDraw(copy, variant(5));
  const other = await seenPixels(copy);
  assert.ok(!same(other, drawn));
  await endStored(copy, variant(5).at(-1));
  for (const [tab, ink] of [
    [page, drawn],
    [copy, other],
  ]) {
    await tab.bringToFront();
    await tab.reload();
    await allRebuilt(tab);
    await until(
      () => seenPixels(tab),
      (now) => same(now, ink),
      'its own ink',
    );
  }
});

const refusals = {
  'throws when it is opened': () => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('refused', 'SecurityError');
    };
  },
  'never answers': () => {
    IDBFactory.prototype.open = () => new EventTarget();
  },
};
for (const [how, refuse] of Object.entries(refusals)) {
  test(`where the storage ${how}, the page works and says once what is missing`, async () => {
    const { page, problems } = await site.open({ prepare: (one) => one.addInitScript(refuse) });
    await clearAndDraw(page);
    await note(page, /Nothing can be stored/);
    await keepVariants(page, [0, 1]);
    const stored = page.locator('.message').filter({ hasText: 'Nothing can be stored' });
    assert.equal(await stored.count(), 1);
    assert.deepEqual(problems, []);
  });
}

test('full storage is reported, and what is on the page stays', async () => {
  const { page } = await site.open();
  await keepVariants(page, [0]);
  await page.evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
  });
  await keepVariants(page, [1, 2]);
  await note(page, /no room left/);
  await thumbnails(page, 3);
  await page.getByRole('button', { name: 'Remove drawing 1' }).click();
  await thumbnails(page, 2);
});
