// A visitor's work: what is stored, what a reload or a second tab restores, and what can be undone.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import {
  allRebuilt,
  card,
  clearAndDraw,
  draw,
  errorOf,
  inProject,
  same,
  seenPixels,
  siteOfFile,
  storedDrawings,
  test,
  three,
  until,
} from './support/harness.mjs';

const site = siteOfFile();

const button = (page, name) => page.getByRole('button', { name, exact: true });
const choose = (page, label, option) => page.getByRole('combobox', { name: label }).selectOption({ label: option });
const note = (page, pattern) => page.getByRole('status').filter({ hasText: pattern }).waitFor();
const complaint = (page, pattern) => page.getByRole('alert').filter({ hasText: pattern }).waitFor();
const undoOf = (page, pattern) =>
  page.locator('.message').filter({ hasText: pattern }).getByRole('button', { name: 'Undo' });

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

/** Fine-tunes a network for a hundred steps. */
async function tune(page, network) {
  await choose(page, 'Network', network);
  await choose(page, 'Steps', '100');
  await button(page, 'Start').click();
  await page.locator('.finetune[data-phase="finished"]').waitFor();
  await allRebuilt(page);
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

test('a duplicated tab starts with the same ink; after that, each tab stores its own', async () => {
  const { page } = await site.open();
  await clearAndDraw(page);
  const drawn = await seenPixels(page);
  await page.waitForTimeout(500);
  const opening = page.context().waitForEvent('page');
  await page.evaluate(() => window.open(location.href));
  const copy = await opening;
  await allRebuilt(copy);
  await until(
    () => seenPixels(copy),
    (now) => same(now, drawn),
    'the same ink',
  );
  await clearAndDraw(copy, variant(3));
  const other = await seenPixels(copy);
  assert.ok(!same(other, drawn));
  // The copy saves its work only after waiting for the lock of the first tab has timed out.
  await copy.waitForTimeout(3000);
  for (const [tab, ink] of [
    [page, drawn],
    [copy, other],
  ]) {
    await tab.reload();
    await allRebuilt(tab);
    await until(
      () => seenPixels(tab),
      (now) => same(now, ink),
      'its own ink',
    );
  }
});

test('tuned weights survive a reload; reset restores the original ones, and that can be undone', async () => {
  const { page, problems } = await site.open({ query: '?digit=3' });
  const original = await errorOf(page, 'dense-128-32');
  await tune(page, 'Dense (dense-128-32)');
  const tuned = await errorOf(page, 'dense-128-32');
  assert.notEqual(tuned, original);
  await page.reload();
  await allRebuilt(page);
  await until(
    () => errorOf(page, 'dense-128-32'),
    (now) => now === tuned,
    'the tuned weights',
  );
  await button(page, 'Reset').click();
  await until(
    () => errorOf(page, 'dense-128-32'),
    (now) => now === original,
    'the original weights',
  );
  await undoOf(page, /original weights/).click();
  await until(
    () => errorOf(page, 'dense-128-32'),
    (now) => now === tuned,
    'the tuned weights again',
  );
  await button(page, 'Reset').click();
  await until(
    () => errorOf(page, 'dense-128-32'),
    (now) => now === original,
    'the original weights',
  );
  await page.reload();
  await allRebuilt(page);
  assert.equal(await errorOf(page, 'dense-128-32'), original);
  assert.deepEqual(problems, []);
});

test('undoing a reset ends a run that was started after the reset', async () => {
  const { page, problems } = await site.open({ query: '?digit=3' });
  await tune(page, 'Dense (dense-128-32)');
  const tuned = await errorOf(page, 'dense-128-32');
  await button(page, 'Reset').click();
  await choose(page, 'Steps', '10,000');
  await button(page, 'Start').click();
  await page.locator('.finetune[data-phase="running"]').waitFor();
  await undoOf(page, /original weights/).click();
  await page.locator('.finetune[data-phase="idle"]').waitFor();
  await until(
    () => errorOf(page, 'dense-128-32'),
    (now) => now === tuned,
    'the tuned weights again',
  );
  await button(page, 'Start').waitFor();
  assert.deepEqual(problems, []);
});

test('a paused run survives a change of settings and continues once they are changed back', async () => {
  const { page, problems } = await site.open();
  await choose(page, 'Steps', '10,000');
  await button(page, 'Start').click();
  await page.locator('.finetune[data-phase="running"]').waitFor();
  await button(page, 'Pause').click();
  await button(page, 'Resume').waitFor();
  const step = await page.locator('[data-run="step"] dd').innerText();
  await choose(page, 'Batch', '64');
  await button(page, 'Start').waitFor();
  assert.equal(await page.locator('[data-run="step"] dd').innerText(), step);
  await choose(page, 'Batch', '32');
  await button(page, 'Resume').click();
  await until(
    () => page.locator('[data-run="step"] dd').innerText(),
    (now) => now !== step,
    'further steps',
  );
  assert.deepEqual(problems, []);
});

test("the visitor's own models survive a reload, and closing one can be undone", async () => {
  const { page, problems } = await site.open({ query: '?digit=3' });
  const file = inProject('web/public/models/sparse-1024.safetensors');
  const [name, buffer] = ['my model.safetensors', await readFile(file)];
  await page.locator('input[type="file"]').setInputFiles({ name, mimeType: '', buffer });
  const own = card(page, 'file-1');
  await own.waitFor();
  await allRebuilt(page);
  const error = await errorOf(page, 'file-1');
  const shown = () =>
    until(
      () => errorOf(page, 'file-1'),
      (now) => now === error,
      'the model of the file',
    );
  await page.waitForTimeout(500);
  await page.reload();
  await allRebuilt(page);
  await shown();
  await own.getByRole('button', { name: /^Close/ }).click();
  await own.waitFor({ state: 'detached' });
  await undoOf(page, /closed/).click();
  await shown();
  await own.getByRole('button', { name: /^Close/ }).click();
  await own.waitFor({ state: 'detached' });
  await page.waitForTimeout(500);
  await page.reload();
  await allRebuilt(page);
  assert.equal(await own.count(), 0);
  assert.deepEqual(problems, []);
});

test('the browser asks before the page is left if a run is in progress, and only then', async () => {
  const { page } = await site.open();
  const asked = [];
  page.on('dialog', async (dialog) => {
    asked.push(dialog.type());
    await dialog.dismiss();
  });
  await clearAndDraw(page);
  await choose(page, 'Steps', '10,000');
  await button(page, 'Start').click();
  await page.locator('.finetune[data-phase="running"]').waitFor();
  await page.close({ runBeforeUnload: true });
  await until(
    () => asked.length,
    (count) => count === 1,
    'a question',
  );
  assert.deepEqual(asked, ['beforeunload']);
  await button(page, 'Pause').click();
  await page.locator('.finetune[data-phase="paused"]').waitFor();
  const closed = page.waitForEvent('close');
  await page.close({ runBeforeUnload: true });
  await closed;
  assert.equal(asked.length, 1);
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
  test(`where the storage ${how} the page works and says once what is missing`, async () => {
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
