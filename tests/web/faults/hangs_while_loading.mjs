// A fault for harness.test.mjs: a file that opens a browser and then hangs before its first test.
import { launchBrowser } from '../support/browsers.mjs';
import { faultSite } from './site.mjs';

await faultSite();
await launchBrowser();
setInterval(() => {}, 1000);
await new Promise(() => {});
