// One engine in a Chromium of its own, answering lines of JSON as hourglass_bench does:
//   node browser.mjs engine=NAME [isolated=1] [OPTION=VALUE…]
// The options are the address's: see worker.mjs. An isolated page has SharedArrayBuffer, and so
// threads.

import { createInterface } from 'node:readline';
import { inProject, launchChromium, serve } from '../../web/harness.mjs';

const options = new URLSearchParams(process.argv.slice(2).join('&'));
const isolation = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

const server = await serve(inProject('.'), '/', options.has('isolated') ? isolation : {});
const browser = await launchChromium();
try {
  const page = await browser.newPage();
  await page.goto(`http://localhost:${server.address().port}/tests/bench/web/page.html?${options}`);
  for await (const line of createInterface({ input: process.stdin })) {
    const answer = await page.evaluate((request) => window.answer(request), JSON.parse(line));
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
} catch (error) {
  console.error(`browser.mjs ${options}: ${error.message}`);
  process.exitCode = 1;
} finally {
  await browser.close();
  server.close();
}
