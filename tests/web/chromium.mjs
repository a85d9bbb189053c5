import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../../', import.meta.url));
const { chromium } = createRequire(join(project, 'web/package.json'))('playwright-core');

export const inProject = (path) => join(project, path);

/** Chromium cannot set up its sandbox as root; HOURGLASS_NO_SANDBOX=1 is for containers that forbid it too. */
const hasSandbox = process.getuid?.() !== 0 && process.env.HOURGLASS_NO_SANDBOX !== '1';

const flags = [
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

// A test runner ends a file that takes too long by SIGTERM. Leaving through `exit` lets Playwright
// kill its browsers first; its own handler would close them politely and stay.
process.once('SIGTERM', () => process.exit(1));

/** It ends with this process at the latest. */
export function launchChromium() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    chromiumSandbox: hasSandbox,
    handleSIGTERM: false,
    args: flags,
  });
}
