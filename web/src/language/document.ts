// Translates what index.html says about the page: to the browser, and to those who install it.

import { language, t } from './t';

export function translateDocument(): void {
  const { documentElement: root } = document;
  root.lang = language;
  root.removeAttribute('data-untranslated');
  if (language === 'en') return;
  document.title = t`Hourglass: draw a digit, watch autoencoders rebuild it`;
  const description = document.querySelector<HTMLMetaElement>('meta[name="description"]');
  if (description) {
    description.content = t`Draw a digit and watch PCA and three autoencoders compress it to a few numbers and rebuild it, live in your browser.`;
  }
  const manifest = document.querySelector<HTMLLinkElement>('link[rel="manifest"]');
  if (manifest) manifest.href = `./manifest.${language}.webmanifest`;
}
