// Sets the theme and hides what a frame of another page does not show before the first paint and, if the page does not start, says why. It is built as a classic
// script, because modules do not run from a file, in a sandboxed frame or with a wrong content type.

import { isEmbedded } from './engine/embedding';
import { hostProblem } from './engine/hostAnswers';
import { hasEmptyStyleSheet, linkedFileProblem } from './engine/linkedFiles';
import { isSandboxed } from './engine/sandbox';
import { chosenLanguage } from './language/languageChoice';
import { chosenTheme, showTheme, systemTheme } from './theme/themeChoice';

showTheme(chosenTheme() ?? systemTheme());
document.documentElement.toggleAttribute('data-embedded', isEmbedded);

/** How long the page may stay empty while its translation is on the way; then it is shown in English. */
const translationMilliseconds = 1000;

if (chosenLanguage() !== 'en') {
  document.documentElement.toggleAttribute('data-untranslated', true);
  setTimeout(() => document.documentElement.removeAttribute('data-untranslated'), translationMilliseconds);
}

async function whyNotStarted(): Promise<string> {
  if (location.protocol === 'file:') {
    return 'Hourglass was opened from a file, but browsers run it only from a web server: put its folder on a static host, or run web/start.sh.';
  }
  if (isSandboxed) {
    return 'The sandbox of this frame keeps Hourglass from loading its scripts: add allow-same-origin to the sandbox attribute of the frame, or open this address in a tab of its own.';
  }
  const entry = document.querySelector<HTMLScriptElement>('script[type="module"]');
  const problem = (entry && (await hostProblem(entry.src))) ?? (await linkedFileProblem());
  return problem ?? 'A script or style sheet of this page could not be loaded: reload the page.';
}

const parsed = new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve));

async function explain(): Promise<void> {
  const [text] = await Promise.all([whyNotStarted(), parsed]);
  document.querySelector('.start-text')?.remove();
  const line = document.createElement('p');
  line.className = 'start-text';
  line.setAttribute('role', 'alert');
  line.textContent = text;
  document.body.prepend(line);
}

const isNeeded = (target: EventTarget | null): boolean =>
  target instanceof HTMLScriptElement || (target instanceof HTMLLinkElement && target.rel === 'stylesheet');

function onError({ target }: Event): void {
  if (isNeeded(target)) void explain();
}

addEventListener('error', onError, { capture: true });
addEventListener('load', () => {
  // Files loaded later belong to a tab of "Look inside", which reports its own problems.
  removeEventListener('error', onError, { capture: true });
  if (hasEmptyStyleSheet()) void explain();
});
