// Runs the built page in a real browser: Chromium, or Firefox with HOURGLASS_BROWSER=firefox. A test file calls
// `const site = siteOfFile()` and opens pages with `site.open()`. Hooks close them whether a test passes, fails
// or takes too long, so the tests themselves close nothing.
//
// The flags of `node --test` for these tests are in the file `flags`. On Node 20, --test-timeout limits a whole
// file instead of a test; `test` below limits each test, and the flag limits code that hangs outside of a test.

import { readFile } from 'node:fs/promises';
import { after, afterEach, before, test as nodeTest } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { inProject, isFirefox, launchBrowser } from './browsers.mjs';
import { isolating, staticHost } from './hosts.mjs';
import { allRebuilt, clearAndDraw, testMilliseconds } from './page.mjs';
import { ProfilePool } from './profiles.mjs';

export * from './page.mjs';
export { inProject, isFirefox };

const hookLimit = { timeout: testMilliseconds };

/** The browser that all sites of a file share. Each page has its own profile, so pages share nothing. */
let browser = null;
/** The emptied profiles of all sites: a page keeps its process even when it goes to another site on this machine. */
const pool = new ProfilePool();
after(async () => (await browser)?.close(), hookLimit);

/** Defines a test that fails if it takes too long. */
export function test(name, run) {
  nodeTest(name, { timeout: testMilliseconds }, run);
}

/** Defines a test that needs what only Chromium can simulate, such as touch, pens or system colours. */
export function testInChromium(name, run) {
  nodeTest(name, { timeout: testMilliseconds, skip: isFirefox && 'in Chromium only' }, run);
}

/**
 * A host and the pages opened from it. By default the host sends the isolating headers and lets the browser cache its
 * files, and the service worker is blocked: the page then behaves as it does from the second visit on.
 */
class Site {
  #startHost;
  #host = null;
  #opened = [];

  constructor(startHost = () => staticHost({ headers: { ...isolating, 'cache-control': 'max-age=600' } })) {
    this.#startHost = startHost;
  }

  async start() {
    browser ??= launchBrowser();
    [this.#host] = await Promise.all([this.#startHost(), browser]);
  }

  get address() {
    return this.#host.address;
  }

  /** Shuts the host down: from now on, nothing answers at the address. */
  async unplug() {
    await this.#host.close();
    this.#host = null;
  }

  /**
   * Opens a page in a browser profile that no other open page uses, and that holds nothing. The returned
   * `problems` collects the page's errors and console warnings. `path` is relative to the site's address. `prepare`
   * may route requests and add scripts; if it does what cannot be undone, `mayReuse` must be false.
   */
  async open({ path = '', query = '', prepare, mayReuse = true, wait = true, waitUntil = 'load', ...options } = {}) {
    const profile = await pool.take(await browser, options, mayReuse);
    this.#opened.push(profile);
    const { page } = profile;
    const problems = [];
    page.on('console', (message) => {
      const text = message.text();
      if (text === 'Service Worker registration blocked by Playwright') return;
      if (!['error', 'warning'].includes(message.type())) return;
      // Not for this page, which names its icon, but for the file that the profile showed before.
      if (message.location().url.endsWith('/favicon.ico')) return;
      problems.push(`${text} (${message.location().url})`);
    });
    page.on('pageerror', (error) => problems.push(String(error)));
    await prepare?.(page);
    await page.goto(new URL(path, this.address).href + query, { waitUntil });
    if (wait) await allRebuilt(page);
    return { page, problems };
  }

  /** Closes the pages, or keeps their emptied profiles for pages opened later if `mayReuse`. */
  async closePages({ mayReuse = true } = {}) {
    const end = (profile) => (mayReuse && this.#host ? pool.giveBack(profile, this.address) : profile.close());
    await Promise.all(this.#opened.splice(0).map(end));
  }

  async close(options) {
    await this.closePages(options);
    await this.#host?.close();
  }
}

/** Creates one site for all tests of a file; the pages that a test opens are closed when it ends. */
export function siteOfFile(startHost) {
  const site = new Site(startHost);
  before(() => site.start(), hookLimit);
  // A test that took too long may still use its pages.
  afterEach((t) => site.closePages({ mayReuse: t.passed }), hookLimit);
  after(() => site.close({ mayReuse: false }), hookLimit);
  return site;
}

/** Creates a site for a single test, which is closed when the test ends. */
export async function siteOfTest(t, startHost) {
  const site = new Site(startHost);
  t.after(() => site.close({ mayReuse: t.passed }), hookLimit);
  await site.start();
  return site;
}

/** Reads a shipped data file and unpacks it. */
export async function dataFile(name) {
  return gunzipSync(await readFile(inProject(`web/public/data/${name}.gz`)));
}

/** Opens a page with a model in a tab of "Look inside", which stays in sight even after `drawAnew`. */
export async function lookInside(site, model, tab, options = {}) {
  const opened = await site.open({ query: `?digit=3&inside=${model}&tab=${tab}`, ...options });
  const panel = opened.page.locator('#inside-panel');
  const scroll = () => panel.scrollIntoViewIfNeeded();
  await scroll();
  const drawAnew = async (points) => {
    await clearAndDraw(opened.page, points);
    await scroll();
  };
  return { ...opened, panel, drawAnew };
}
