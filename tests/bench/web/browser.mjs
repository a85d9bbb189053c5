// Runs one engine in its own Chromium and answers lines of JSON like hourglass_bench:
//   node browser.mjs engine=NAME [isolated=1] [OPTION=VALUE…]
// worker.mjs receives the options in its address. An isolated page has SharedArrayBuffer, which threads
// need.

import { inProject, launchChromium } from '../../web/support/browsers.mjs';
import { commonTypes, isolating, staticHost } from '../../web/support/hosts.mjs';
import { answerLines } from './lines.mjs';

const options = new URLSearchParams(process.argv.slice(2).join('&'));

const headers = options.has('isolated') ? isolating : {};
const types = { ...commonTypes, '.mjs': 'text/javascript' };
const host = await staticHost({ root: inProject('.'), folder: '/', headers, types });
const browser = await launchChromium();
try {
  const page = await browser.newPage();
  await page.goto(`${host.address}tests/bench/web/page.html?${options}`);
  await answerLines((request) => page.evaluate((asked) => window.answer(asked), request));
} catch (error) {
  console.error(`browser.mjs ${options}: ${error.message}`);
  process.exitCode = 1;
} finally {
  await browser.close();
  await host.close();
}
