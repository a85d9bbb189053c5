// The built page in a real browser: Chromium, or Firefox with HOURGLASS_BROWSER=firefox. A file of tests
// says `const site = siteOfFile()` and opens pages by `site.open()`; what was opened is closed by hooks
// that run whether a test passes, fails or takes too long, so no test closes anything.
//
// The flags of `node --test` for these tests are in the file `flags`. On Node 20 --test-timeout limits
// a whole file, not a test; `test` below limits each test, and the flag catches what hangs outside of one.

import { readFile } from 'node:fs/promises';
import { after, afterEach, before, test as nodeTest } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { inProject, isFirefox, launchBrowser } from './browsers.mjs';
import { isolating, staticHost } from './hosts.mjs';
import { allRebuilt, clearAndDraw, testMilliseconds, waitMilliseconds } from './page.mjs';

export * from './page.mjs';
export { inProject, isFirefox };

const hookLimit = { timeout: testMilliseconds };

/** One browser for all sites of a file; pages in different profiles share nothing. */
let browser = null;
after(async () => (await browser)?.close(), hookLimit);

/** A test that fails when it takes too long. */
export function test(name, run) {
  nodeTest(name, { timeout: testMilliseconds }, run);
}

/** A test of what only Chromium can simulate: touches, pens, colours of the system. */
export function testInChromium(name, run) {
  nodeTest(name, { timeout: testMilliseconds, skip: isFirefox && 'in Chromium only' }, run);
}

/**
 * A host and its pages. By default the host isolates the page and the service worker is blocked, which is
 * how the page behaves from its second visit on.
 */
class Site {
  #startHost;
  #host = null;
  #contexts = [];

  constructor(startHost = () => staticHost({ headers: isolating })) {
    this.#startHost = startHost;
  }

  async start() {
    browser ??= launchBrowser();
    [this.#host] = await Promise.all([this.#startHost(), browser]);
  }

  get address() {
    return this.#host.address;
  }

  /** From now on nothing answers at the address. */
  async unplug() {
    await this.#host.close();
    this.#host = null;
  }

  /**
   * Opens a page in its own browser profile; `problems` collects its errors and console warnings.
   * `path` is relative to the site's address.
   */
  async open({ path = '', query = '', prepare = async () => {}, wait = true, waitUntil = 'load', ...options } = {}) {
    const context = await (await browser).newContext({
      viewport: { width: 1440, height: 900 },
      colorScheme: 'light',
      serviceWorkers: 'block',
      ...options,
    });
    this.#contexts.push(context);
    context.setDefaultTimeout(waitMilliseconds);
    const page = await context.newPage();
    const problems = [];
    page.on('console', (message) => {
      const text = message.text();
      if (text === 'Service Worker registration blocked by Playwright') return;
      if (!['error', 'warning'].includes(message.type())) return;
      problems.push(`${text} (${message.location().url})`);
    });
    page.on('pageerror', (error) => problems.push(String(error)));
    await prepare(page);
    await page.goto(new URL(path, this.address).href + query, { waitUntil });
    if (wait) await allRebuilt(page);
    return { page, problems };
  }

  async closePages() {
    await Promise.all(this.#contexts.splice(0).map((context) => context.close()));
  }

  async close() {
    await this.closePages();
    await this.#host?.close();
  }
}

/** One site for all tests of a file; each test's pages are closed after it. */
export function siteOfFile(startHost) {
  const site = new Site(startHost);
  before(() => site.start(), hookLimit);
  afterEach(() => site.closePages(), hookLimit);
  after(() => site.close(), hookLimit);
  return site;
}

/** A site for a single test. */
export async function siteOfTest(t, startHost) {
  const site = new Site(startHost);
  t.after(() => site.close(), hookLimit);
  await site.start();
  return site;
}

/** A shipped data file, unpacked. */
export async function dataFile(name) {
  return gunzipSync(await readFile(inProject(`web/public/data/${name}.gz`)));
}

/** A new page with a model open in a tab of "Look inside"; the tab is in sight, also after `drawAnew`. */
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
