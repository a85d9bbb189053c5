// Helpers for tests of the page, which wait for it, read it and draw on it.

/** The time limit of a test. It is long because a busy machine may be ten times slower. */
export const testMilliseconds = Number(process.env.HOURGLASS_TEST_SECONDS ?? 300) * 1000;
/** How long a test waits for any one thing that it expects. */
export const waitMilliseconds = testMilliseconds / 3;

export const shippedModels = ['pca-30', 'dense-128-32', 'deep-30', 'denoising-256'];

/** The file from which the page opens a model: the first ones come with weights of 8 bits. */
export const modelFile = (model) => `${model}${shippedModels.includes(model) ? '.int8' : ''}.safetensors`;

export const card = (page, model) => page.locator(`.model[data-model="${model}"]`);

/** The error that a model's card shows, as text. */
export const errorOf = (page, model) => card(page, model).locator('[data-figure="mse"]').innerText();

export const button = (page, name) => page.getByRole('button', { name, exact: true });

/** Chooses an option of a menu by its text. */
export const choose = (page, label, option) =>
  page.getByRole('combobox', { name: label }).selectOption({ label: option });

/** The button that undoes what a message reports. */
export const undoOf = (page, pattern) =>
  page.locator('.message').filter({ hasText: pattern }).getByRole('button', { name: 'Undo' });

export async function allErrors(page) {
  return Promise.all(shippedModels.map((model) => errorOf(page, model)));
}

/** Waits until the pictures match the current ink, noise and weights. */
export async function lookShown(page) {
  await page.locator('.models[data-look="shown"]').waitFor();
}

/** Waits until every model shows an error, even if the weights keep changing. */
export async function figuresShown(page) {
  await page.waitForFunction(() => {
    const figures = [...document.querySelectorAll('[data-figure="mse"]')];
    return figures.length >= 4 && figures.every((figure) => /^\d/.test(figure.textContent));
  });
}

/** Waits until every model has rebuilt the current digit. */
export async function allRebuilt(page) {
  await figuresShown(page);
  await lookShown(page);
}

/** Waits until the page's service worker is active. */
export const serviceWorkerActive = (page) =>
  until(
    () => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state),
    (state) => state === 'activated',
    'an active service worker',
  );

export const isIsolated = (page) => page.evaluate(() => crossOriginIsolated);

/** The variant of the module that the page runs. */
export const variantOf = (page) => page.locator('.latency').getAttribute('data-module');

/**
 * The page gives threads four seconds to start and then goes on without them. Among other tests that may be too
 * short, so a test that expects threads gives them longer.
 */
export const patientWithThreads = (page) =>
  page.addInitScript(() => {
    const later = window.setTimeout;
    window.setTimeout = (run, milliseconds, ...given) =>
      later(run, milliseconds === 4000 ? 60_000 : milliseconds, ...given);
  });

/** Starts a short training run and waits until it has finished and the pictures show its weights. */
export async function train(page) {
  await page.getByRole('combobox', { name: 'Steps' }).first().selectOption({ label: '100' });
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.locator('.finetune[data-phase="finished"]').waitFor();
  await lookShown(page);
}

/** The pixels of a canvas as one array, with red, green, blue and opacity for each pixel. */
export async function pixelsOf(locator) {
  const text = await locator.evaluate((canvas) => {
    // This reads a copy: reading the page's own canvas would change how the browser stores it.
    const copy = new OffscreenCanvas(canvas.width, canvas.height);
    const context = copy.getContext('2d', { willReadFrequently: true });
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    // Text comes out of the browser much faster than an array of numbers.
    return btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join(''));
  });
  return [...Buffer.from(text, 'base64')];
}

export const seenPixels = (page) => pixelsOf(page.locator('.seen canvas').nth(0));
export const noisyPixels = (page) => pixelsOf(page.locator('.seen canvas').nth(1));
export const rebuiltPixels = (page, model) => pixelsOf(card(page, model).locator('.model-rebuilt canvas'));

export const darkPixels = (pixels) => pixels.filter((value, index) => index % 4 === 0 && value < 128).length;

export const same = (a, b) => a.length === b.length && a.every((value, index) => value === b[index]);

/** The pixels of an element as the screen shows them, including its opacity and whatever lies over it. */
export async function screenPixels(locator) {
  const bytes = await locator.screenshot();
  const text = await locator.evaluate(async (_, png) => {
    const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(png), (byte) => byte.charCodeAt(0))]));
    const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, picture.width, picture.height);
    return btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join(''));
  }, bytes.toString('base64'));
  return [...Buffer.from(text, 'base64')];
}

/** Counts the pixels of a canvas that are more than half opaque. */
export function inkedPixels(locator) {
  return locator.evaluate((canvas) => {
    const copy = new OffscreenCanvas(canvas.width, canvas.height);
    const context = copy.getContext('2d', { willReadFrequently: true });
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let index = 3; index < data.length; index += 4) if (data[index] > 128) count++;
    return count;
  });
}

/**
 * Waits until `read()` returns a value that `accept` accepts, and returns that value. The longer it waits, the less
 * often it reads, because reading takes time from the page.
 */
export async function until(read, accept, what, milliseconds = waitMilliseconds) {
  const start = Date.now();
  for (;;) {
    const value = await read();
    if (accept(value)) return value;
    const waited = Date.now() - start;
    if (waited > milliseconds) {
      throw new Error(`expected ${what}, found after ${milliseconds / 1000} s: ${String(value).slice(0, 200)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, Math.min(250, Math.max(20, waited / 5))));
  }
}

/** Waits until a tab of "Look inside" has all its answers. */
export const everythingAnswered = (panel) =>
  until(
    () => panel.locator('.inside-waiting').count(),
    (count) => count === 0,
    'all answers',
  );

/** Waits until the first view and the questions of "Look inside", which load as they come into sight, are there. */
export async function viewsLoaded(page) {
  await page.locator('#inside-panel canvas').first().waitFor();
  await page.locator('.chapter-text .step-choices').first().waitFor();
}

/** The points of a three, in fractions of the pad's side. */
export const three = [
  [0.3, 0.28],
  [0.45, 0.18],
  [0.62, 0.25],
  [0.62, 0.4],
  [0.45, 0.48],
  [0.65, 0.58],
  [0.66, 0.75],
  [0.48, 0.84],
  [0.3, 0.75],
];

/** Records every text that an element shows from now on; returns a function that lists these texts. */
export async function recordTexts(locator) {
  const texts = await locator.evaluateHandle((element) => {
    const seen = [element.textContent];
    const watcher = new MutationObserver(() => seen.push(element.textContent));
    watcher.observe(element, { characterData: true, childList: true, subtree: true });
    return seen;
  });
  return () => texts.jsonValue();
}

/** Converts points in fractions of the pad to places on the screen. */
export async function onPad(page, points) {
  const pad = page.locator('.pad-canvas');
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  return points.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height]);
}

/** Focuses the pad, without scrolling, and presses a key. */
export async function pressOnPad(page, key) {
  await page.locator('.pad-canvas').evaluate((pad) => pad.focus({ preventScroll: true }));
  await page.keyboard.press(key);
}

/** Draws a line through `points` with the mouse; the pictures are computed anew at each of the steps between two. */
export async function draw(page, points, steps = 2) {
  const [first, ...rest] = await onPad(page, points);
  await page.mouse.move(...first);
  await page.mouse.down();
  for (const point of rest) await page.mouse.move(...point, { steps });
  await page.mouse.up();
}

export async function emptyPad(page) {
  await pressOnPad(page, 'c');
  await until(
    () => allErrors(page),
    (errors) => errors.every((error) => error === '–'),
    'an empty pad',
  );
}

export async function clearAndDraw(page, points = three, shown = allRebuilt) {
  await emptyPad(page);
  await draw(page, points);
  await shown(page);
}

/** Lists the controls and pictures that have no accessible name. */
export function nameless(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll('button, canvas, input, select')]
      .filter((element) => !element.closest('[aria-hidden="true"]'))
      .filter((element) => !element.closest('[role="img"]') || element.matches('[role="img"]'))
      .filter(
        (element) => !(element.getAttribute('aria-label') || element.textContent.trim() || element.labels?.length > 0),
      )
      .map((element) => element.outerHTML.slice(0, 120)),
  );
}

/** The records in the browser's storage whose keys begin with `start`: `{ key, field }`, with one field of each. */
const storedRecords = (page, start, field) =>
  page.evaluate(
    ([first, name]) =>
      new Promise((resolve) => {
        const opening = indexedDB.open('keyval-store');
        opening.onsuccess = () => {
          const range = IDBKeyRange.bound(first, `${first}\uffff`);
          const records = opening.result.transaction('keyval').objectStore('keyval');
          const found = [];
          records.openCursor(range).onsuccess = ({ target: { result: cursor } }) => {
            if (cursor) {
              found.push({ key: cursor.key, field: cursor.value[name] });
              cursor.continue();
              return;
            }
            opening.result.close();
            resolve(found);
          };
        };
      }),
    [start, field],
  );

export const storedKeys = async (page, start) => (await storedRecords(page, start, '')).map(({ key }) => key);

/** One field of each stored record whose key begins with `start`, where it has one. */
export const storedFields = async (page, start, field) =>
  (await storedRecords(page, start, field))
    .map((record) => record.field)
    .filter((value) => value !== undefined && value !== null);

export const storedDrawings = async (page) => (await storedKeys(page, 'drawing/')).length;
