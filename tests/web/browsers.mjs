import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../../', import.meta.url));
const { chromium, firefox } = createRequire(join(project, 'web/package.json'))('playwright-core');

export const inProject = (path) => join(project, path);

/** Chromium cannot set up its sandbox as root; HOURGLASS_NO_SANDBOX=1 is for containers that forbid it too. */
const hasSandbox = process.getuid?.() !== 0 && process.env.HOURGLASS_NO_SANDBOX !== '1';

const chromiumFlags = [
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // A host name that browsers, unlike localhost, do not treat as a secure origin.
  '--host-resolver-rules=MAP hourglass.test 127.0.0.1',
];

// The test runner ends a file that takes too long by SIGTERM. Calling `exit` lets Playwright kill its
// browsers; its own handler would wait for them to close.
process.once('SIGTERM', () => process.exit(1));

// Each browser ends with this process at the latest.

export function launchChromium() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    chromiumSandbox: hasSandbox,
    handleSIGTERM: false,
    args: chromiumFlags,
  });
}

/** The system's Firefox. Playwright drives it by WebDriver BiDi; its usual Firefox is a build of its own. */
async function launchFirefox() {
  const browser = await firefox.launch({
    channel: 'moz-firefox',
    executablePath: process.env.FIREFOX || '/usr/bin/firefox-esr',
    handleSIGTERM: false,
    firefoxUserPrefs: { 'layout.css.prefers-color-scheme.content-override': 1 }, // light
  });
  // Playwright sets each context's colours by a command that this Firefox does not know yet.
  const session = browser._connection.toImpl(browser)._browserSession;
  const send = session.send.bind(session);
  session.send = async (method, parameters) =>
    method === 'emulation.setMediaFeaturesOverride' ? {} : send(method, parameters);
  return browser;
}

/** The session that sends WebDriver BiDi commands to a page in Firefox; `sessionId` is the page's context. */
export const bidiSession = (page) => page.context().browser()._connection.toImpl(page).delegate._session;

/** The browser that HOURGLASS_BROWSER names; Chromium if it names none. */
export const isFirefox = process.env.HOURGLASS_BROWSER === 'firefox';
export const launchBrowser = isFirefox ? launchFirefox : launchChromium;
