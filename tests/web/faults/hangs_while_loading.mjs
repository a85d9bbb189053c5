// A fault for harness.test.mjs: a file that never gets as far as its tests, with a browser open.
import { launchChromium } from '../chromium.mjs';
import { faultSite } from './site.mjs';

await faultSite();
await launchChromium();
setInterval(() => {}, 1000);
await new Promise(() => {});
