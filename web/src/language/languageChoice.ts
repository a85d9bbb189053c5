// Chooses the page's language: the one in the address, or else the one chosen earlier, or else the browser's. The
// script that runs before the first paint uses this file too.

/** Each language under its own name. English is the language of the source. */
export const languageNames = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languageNames;
export const languages = Object.keys(languageNames) as Language[];

const storageKey = 'hourglass-language';

/** The language of a tag such as "de-AT", if the page has it. */
function known(tag: string | null): Language | undefined {
  const [primary] = tag?.toLowerCase().split('-') ?? [];
  return languages.find((language) => language === primary);
}

let forced = known(new URLSearchParams(location.search).get('lang'));

function remembered(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

export function chosenLanguage(): Language {
  return forced ?? [remembered(), ...navigator.languages].map(known).find(Boolean) ?? 'en';
}

/** Remembers the visitor's choice. If the browser forbids storage, the address holds it instead. */
export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(storageKey, language);
    forced = undefined;
  } catch {
    forced = language;
  }
}

/** Keeps a language that the address asks for in the page's own address. */
export function keepLanguage(query: URLSearchParams): void {
  if (forced) query.set('lang', forced);
}
