import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../../../', import.meta.url));
const { chromium, firefox } = createRequire(join(project, 'web/package.json'))('playwright-core');

export const inProject = (path) => join(project, path);

/** Chromium cannot set up its sandbox for root. Where a container forbids it too, HOURGLASS_NO_SANDBOX=1 is needed. */
const hasSandbox = process.getuid?.() !== 0 && process.env.HOURGLASS_NO_SANDBOX !== '1';

const chromiumFlags = [
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // Unlike localhost, this host name is not a secure origin for browsers.
  '--host-resolver-rules=MAP hourglass.test 127.0.0.1',
];

// If a file takes too long, the test runner sends SIGTERM. Calling `exit` lets Playwright kill its browsers;
// Playwright's own handler would wait for them to close.
process.once('SIGTERM', () => process.exit(1));

// Every browser launched below ends with this process at the latest.

export function launchChromium() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    chromiumSandbox: hasSandbox,
    handleSIGTERM: false,
    args: chromiumFlags,
  });
}

/** Launches the system's Firefox, which Playwright drives by WebDriver BiDi, instead of Playwright's own build. */
async function launchFirefox() {
  const browser = await firefox.launch({
    channel: 'moz-firefox',
    executablePath: process.env.FIREFOX || '/usr/bin/firefox-esr',
    handleSIGTERM: false,
    firefoxUserPrefs: { 'layout.css.prefers-color-scheme.content-override': 1 }, // light
  });
  // Playwright sets the colour scheme of each context by a command that this Firefox does not know yet.
  const session = browser._connection.toImpl(browser)._browserSession;
  const send = session.send.bind(session);
  session.send = async (method, parameters) =>
    method === 'emulation.setMediaFeaturesOverride' ? {} : send(method, parameters);
  return browser;
}

/** The session for WebDriver BiDi commands to a page in Firefox; its `sessionId` is the page's browsing context. */
export const bidiSession = (page) => page.context().browser()._connection.toImpl(page).delegate._session;

/** Whether HOURGLASS_BROWSER asks for Firefox; otherwise the tests run in Chromium. */
export const isFirefox = process.env.HOURGLASS_BROWSER === 'firefox';
export const launchBrowser = isFirefox ? launchFirefox : launchChromium;
