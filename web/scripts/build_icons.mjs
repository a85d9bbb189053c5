// Draws favicon.svg as the PNG icons in public/icons, with which the page can be installed. The system's Chromium
// draws them: CHROMIUM names another one.

import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const publicFolder = new URL('../public/', import.meta.url);
const svg = readFileSync(new URL('favicon.svg', publicFolder), 'utf8');
const paper = '#f2f5f4';

/** `share` is the part of the icon's side that the drawing takes; icons without `paper` are transparent. */
const icons = [
  { name: 'icon-192', side: 192, share: 0.94 },
  { name: 'icon-512', side: 512, share: 0.94 },
  // Systems cut maskable icons down to as little as a circle of 80 % of their side.
  { name: 'maskable-512', side: 512, share: 0.66, paper },
  { name: 'apple-touch-180', side: 180, share: 0.74, paper },
];

function pageOf({ side, share, paper: background = 'transparent' }) {
  const drawing = svg.replace('<svg ', `<svg width="${side * share}" height="${side * share}" `);
  return `<style>body{margin:0;height:100vh;display:grid;place-items:center;background:${background}}</style>${drawing}`;
}

mkdirSync(new URL('icons/', publicFolder), { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium' });
for (const icon of icons) {
  const page = await browser.newPage({ viewport: { width: icon.side, height: icon.side } });
  await page.setContent(pageOf(icon));
  const path = fileURLToPath(new URL(`icons/${icon.name}.png`, publicFolder));
  await page.screenshot({ path, omitBackground: !icon.paper });
}
await browser.close();
