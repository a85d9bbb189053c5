// Takes a picture of the page's start, of every view of "Look inside" and of the dialogs, on a phone and on a
// desktop, light and dark, to be looked at: node tests/web/snapshots.mjs FOLDER, after the page has been built.
// FOLDER/index.html shows them side by side.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { launchBrowser } from './support/browsers.mjs';
import { devices, visitEverything } from './support/everything.mjs';
import { isolating, staticHost } from './support/hosts.mjs';
import { allRebuilt, waitMilliseconds } from './support/page.mjs';

const folder = process.argv[2];
if (!folder) throw new Error('expected a folder for the pictures: node tests/web/snapshots.mjs FOLDER');

/** Takes a picture of an element in a window as high as the element, so that nothing sticks to the middle of it. */
async function takeWhole(page, element, file) {
  const usual = page.viewportSize();
  const { height } = await element.boundingBox();
  if (height > usual.height) await page.setViewportSize({ ...usual, height: Math.ceil(height) });
  await element.scrollIntoViewIfNeeded();
  await element.screenshot({ path: file, animations: 'disabled' });
  await page.setViewportSize(usual);
}

const browser = await launchBrowser();
const host = await staticHost({ headers: isolating });
const names = [];
mkdirSync(folder, { recursive: true });
for (const [device, options] of Object.entries(devices)) {
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ ...options, colorScheme, serviceWorkers: 'block' });
    context.setDefaultTimeout(waitMilliseconds);
    const page = await context.newPage();
    await page.goto(host.address);
    await allRebuilt(page);
    await visitEverything(page, async (name, shown) => {
      const file = `${device}, ${colorScheme}, ${names.length}, ${name}.png`;
      if (shown === page) await page.screenshot({ path: path.join(folder, file), animations: 'disabled' });
      else await takeWhole(page, shown, path.join(folder, file));
      names.push(file);
    });
    await context.close();
  }
}
const figures = names.map((name) => `<figure><img src="${name}" alt=""><figcaption>${name}</figcaption></figure>`);
const style = 'body{display:grid;grid-template-columns:repeat(auto-fill,minmax(360px,1fr))}img{max-width:100%}';
writeFileSync(path.join(folder, 'index.html'), `<!doctype html><style>${style}</style>${figures.join('')}`);
await Promise.all([browser.close(), host.close()]);
