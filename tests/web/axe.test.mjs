// axe (https://github.com/dequelabs/axe-core) looks for barriers to accessibility in all that the page shows.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { devices, visitEverything } from './support/everything.mjs';
import { inProject, siteOfFile, testInChromium } from './support/harness.mjs';

const site = siteOfFile();

/** Returns the barriers that axe finds in the page as it stands. */
const barriers = (page) =>
  page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.map(({ help, nodes }) => `${help}: ${nodes.map(({ html }) => html).join(', ')}`);
  });

for (const [device, colorScheme] of [
  ['phone', 'dark'],
  ['desktop', 'light'],
]) {
  testInChromium(`axe finds no barrier in any view on a ${device}, ${colorScheme}`, async () => {
    const axe = await readFile(inProject('web/node_modules/axe-core/axe.min.js'), 'utf8');
    const prepare = (page) => page.addInitScript(axe);
    const { page } = await site.open({ ...devices[device], colorScheme, prepare, mayReuse: false });
    await visitEverything(page, async (name) => assert.deepEqual(await barriers(page), [], name));
  });
}
