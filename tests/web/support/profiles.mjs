// Browser profiles for the pages of tests. A page that is opened where another one of the same host was before
// costs half as much time, because it keeps the process. So profiles are emptied and used again where that cannot
// change what a test sees.

import { waitMilliseconds } from './page.mjs';

const desktop = { width: 1440, height: 900 };
/** A small file of the page. In its place nothing runs that could write to the storage while it is emptied. */
const quietFile = 'favicon.svg';
/** A profile that cannot be emptied in this time is closed instead. */
const emptyingMilliseconds = 10_000;
const eventsOfTests = ['console', 'pageerror', 'request', 'dialog', 'download'];

/** Deletes everything that pages of this host have stored. It runs in the browser. */
async function emptyStorage() {
  localStorage.clear();
  sessionStorage.clear();
  const erase = ({ name }) =>
    new Promise((resolve, reject) => {
      const erasing = indexedDB.deleteDatabase(name);
      erasing.onsuccess = resolve;
      erasing.onerror = reject;
    });
  await Promise.all((await indexedDB.databases()).map(erase));
}

class Profile {
  #scripts = [];

  constructor(context, page, key) {
    Object.assign(this, { context, page, key });
    const add = page.addInitScript.bind(page);
    page.addInitScript = async (...given) => {
      this.#scripts.push(await add(...given));
    };
  }

  /** Ends what the test has left in the profile, on the page and in the storage. */
  async empty(address) {
    const { context, page } = this;
    for (const event of eventsOfTests) page.removeAllListeners(event);
    await Promise.all(context.pages().map((other) => other !== page && other.close()));
    await context.setOffline(false);
    await page.unrouteAll();
    for (const script of this.#scripts.splice(0)) await script.dispose();
    await page.goto(address + quietFile, { timeout: emptyingMilliseconds });
    await page.mouse.up();
    await page.mouse.move(0, 0);
    await page.evaluate(emptyStorage);
  }

  close() {
    return this.context.close();
  }
}

/** Emptied profiles. */
export class ProfilePool {
  #idle = [];

  /**
   * Returns a profile for a page with these options of Playwright. A page that has a service worker cannot leave an
   * empty profile; nor can one of which `mayReuse` is false.
   */
  async take(browser, { viewport = desktop, ...others }, mayReuse) {
    const options = { colorScheme: 'light', serviceWorkers: 'block', ...others };
    const key = mayReuse && options.serviceWorkers === 'block' ? JSON.stringify(options) : null;
    const index = key === null ? -1 : this.#idle.findIndex((one) => one.key === key);
    if (index >= 0) {
      const [profile] = this.#idle.splice(index, 1);
      await profile.page.setViewportSize(viewport);
      return profile;
    }
    const context = await browser.newContext({ viewport, ...options });
    context.setDefaultTimeout(waitMilliseconds);
    return new Profile(context, await context.newPage(), key);
  }

  /** Keeps a profile whose page is at a site with this address; closes it if it cannot be emptied. */
  async giveBack(profile, address) {
    try {
      if (profile.key === null) throw new Error('not to be used again');
      await profile.empty(address);
      this.#idle.push(profile);
    } catch {
      await profile.close();
    }
  }
}
