// A fault for harness.test.mjs: a file that never gets as far as its tests, with a browser open.
import { launchBrowser } from '../browsers.mjs';
import { faultSite } from './site.mjs';

await faultSite();
await launchBrowser();
setInterval(() => {}, 1000);
await new Promise(() => {});
