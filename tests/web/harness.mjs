// The built page in a real Chromium, served from a sub-folder as any static host might.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../../', import.meta.url));
const { chromium } = createRequire(join(project, 'web/package.json'))('playwright-core');

export const shippedModels = ['pca-30', 'dense-128-32', 'deep-30', 'denoising-256'];
export const inProject = (path) => join(project, path);

const subFolder = '/some/folder/';
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};
/** What the page's service worker adds on a host that sends neither. */
const isolating = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};
const chromiumFlags = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** A folder of files under `address`, each sent with `headers`. */
export async function serve(root, address, headers = {}) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const inside = pathname.startsWith(address) ? pathname.slice(address.length) : null;
    try {
      if (inside === null) throw new Error('outside of the folder');
      const file = join(root, normalize(inside || 'index.html'));
      const body = await readFile(file);
      response.writeHead(200, {
        ...headers,
        'content-type': types[extname(file)] ?? 'application/octet-stream',
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

export function launchChromium() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: chromiumFlags,
  });
}

/**
 * Starts server and browser; `open` makes a fresh page, `close` ends both. Unless asked otherwise the
 * server isolates the page and the service worker stays out: a page as it is from its second visit on.
 */
export async function startSite({ headers = isolating, root = inProject('build/web') } = {}) {
  const server = await serve(root, subFolder, headers);
  const browser = await launchChromium();
  const address = `http://localhost:${server.address().port}${subFolder}`;
  return {
    address,
    /** From now on nobody answers at the address. */
    async unplug() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    /** A page in a browser profile of its own; `problems` collects what its console complains of. */
    async open({ query = '', prepare = async () => {}, wait = true, ...options } = {}) {
      const context = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        colorScheme: 'light',
        serviceWorkers: 'block',
        ...options,
      });
      context.setDefaultTimeout(8000);
      const page = await context.newPage();
      const problems = [];
      page.on('console', (message) => {
        const text = message.text();
        if (text === 'Service Worker registration blocked by Playwright') return;
        if (['error', 'warning'].includes(message.type())) problems.push(text);
      });
      page.on('pageerror', (error) => problems.push(String(error)));
      await prepare(page);
      await page.goto(address + query);
      if (wait) await allRebuilt(page);
      return { page, problems, close: () => context.close() };
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

export const card = (page, model) => page.locator(`.model[data-model="${model}"]`);

/** The error that a model's card shows, as text. */
export const errorOf = (page, model) => card(page, model).locator('[data-figure="mse"]').innerText();

export async function allErrors(page) {
  return Promise.all(shippedModels.map((model) => errorOf(page, model)));
}

/** Waits until every shipped model shows a figure. */
export async function allRebuilt(page) {
  await page.waitForFunction(() => {
    const figures = [...document.querySelectorAll('[data-figure="mse"]')];
    return figures.length >= 4 && figures.every((figure) => /^\d/.test(figure.textContent));
  });
}

/** The pixels of a canvas: `red, green, blue, opacity` for each. */
export function pixelsOf(locator) {
  return locator.evaluate((canvas) => {
    // On a copy: reading a page's own canvas would change how the browser keeps it.
    const copy = new OffscreenCanvas(canvas.width, canvas.height);
    const context = copy.getContext('2d', { willReadFrequently: true });
    context.drawImage(canvas, 0, 0);
    return [...context.getImageData(0, 0, canvas.width, canvas.height).data];
  });
}

export const seenPixels = (page) => pixelsOf(page.locator('.seen canvas').nth(0));
export const noisyPixels = (page) => pixelsOf(page.locator('.seen canvas').nth(1));
export const rebuiltPixels = (page, model) =>
  pixelsOf(card(page, model).locator('.model-rebuilt canvas'));

export const darkPixels = (pixels) =>
  pixels.filter((value, index) => index % 4 === 0 && value < 128).length;

export const same = (a, b) => a.length === b.length && a.every((value, index) => value === b[index]);

/** How many pixels of a canvas are more opaque than not. */
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

/** Waits until `read()` answers with something that `accept` accepts, and answers with it. */
export async function until(read, accept, what, milliseconds = 5000) {
  const end = Date.now() + milliseconds;
  for (;;) {
    const value = await read();
    if (accept(value)) return value;
    if (Date.now() > end) throw new Error(`Waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** A three, in fractions of the pad's side. */
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

/** Draws a line through `points` with the mouse. */
export async function draw(page, points, steps = 5) {
  const pad = page.locator('.pad-canvas');
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  const [first, ...rest] = points.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height]);
  await page.mouse.move(...first);
  await page.mouse.down();
  for (const point of rest) await page.mouse.move(...point, { steps });
  await page.mouse.up();
}

export async function clearAndDraw(page, points = three) {
  await page.keyboard.press('c');
  await until(() => allErrors(page), (errors) => errors.every((error) => error === '–'), 'an empty pad');
  await draw(page, points);
  await allRebuilt(page);
}

/** A fresh page with a model open in a tab of "Look inside", in sight, also after `drawAnew`. */
export async function lookInside(site, model, tab, options = {}) {
  const opened = await site.open({ query: `?digit=3&inside=${model}&tab=${tab}`, ...options });
  const panel = opened.page.locator('#explore-panel');
  const scroll = () => panel.scrollIntoViewIfNeeded();
  await scroll();
  const drawAnew = async (points) => {
    await clearAndDraw(opened.page, points);
    await scroll();
  };
  return { ...opened, panel, drawAnew };
}

/** The controls and pictures that have no name for those who do not see them. */
export function nameless(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll('button, canvas, input, select')]
      .filter((element) => !element.closest('[aria-hidden="true"]'))
      .filter((element) => !element.closest('[role="img"]') || element.matches('[role="img"]'))
      .filter(
        (element) =>
          !(
            element.getAttribute('aria-label') ||
            element.textContent.trim() ||
            element.labels?.length > 0
          ),
      )
      .map((element) => element.outerHTML.slice(0, 120)),
  );
}
