import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../../../', import.meta.url));
const { chromium, firefox } = createRequire(join(project, 'web/package.json'))('playwright-core');

export const inProject = (path) => join(project, path);

/** Chromium cannot set up its sandbox for root. Where a container forbids it too, HOURGLASS_NO_SANDBOX=1 is needed. */
const hasSandbox = process.getuid?.() !== 0 && process.env.HOURGLASS_NO_SANDBOX !== '1';

/**
 * The last switch counts, so this repeats Playwright's own list. The first two features load a page of the browser's
 * own into each new window, beneath the address bar that nobody sees; that takes a third of the time of opening a page.
 */
const disabledFeatures = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];

const chromiumFlags = [
  `--disable-features=${disabledFeatures}`,
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

/** The port on which a Chromium that was started with this profile can be driven. */
async function debuggingPort(profile) {
  for (;;) {
    const text = await readFile(join(profile, portFile), 'utf8').catch(() => '');
    if (text.includes('\n')) return text.split('\n')[0];
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const portFile = 'DevToolsActivePort';

/**
 * Launches Chromium with a profile that outlasts it. `kill` ends it as a crash or a power cut does: at once, and
 * without a chance to store anything.
 */
export async function launchWithProfile(profile) {
  await rm(join(profile, portFile), { force: true });
  const flags = [...chromiumFlags, '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`];
  if (!hasSandbox) flags.push('--no-sandbox');
  const child = spawn(process.env.CHROMIUM || '/usr/bin/chromium', [...flags, 'about:blank'], {
    detached: true, // so that its processes can be killed together
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const killGroup = () => child.exitCode ?? child.signalCode ?? process.kill(-child.pid, 'SIGKILL');
  process.once('exit', killGroup);
  const kill = async () => {
    killGroup();
    await ended;
    process.off('exit', killGroup);
  };
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${await debuggingPort(profile)}`);
  return { page: browser.contexts()[0].pages()[0], kill };
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
