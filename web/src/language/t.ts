// The page's texts in its language. The English text stands where it is used and is the key of its translation:
// t`${count} drawings` has the key "{0} drawings". English needs no dictionary; another language's is fetched before
// the modules that import this one run, so that constants can be translated too.

import type { ComponentChildren } from 'preact';
import german from './german.json?url';
import { chosenLanguage, type Language } from './languageChoice';

/** For each part of the page, the translation of each English text. */
type Dictionary = Record<string, Record<string, string>>;

const addresses: Record<Exclude<Language, 'en'>, string> = { de: german };
const locales: Record<Language, string> = { en: 'en-GB', de: 'de-DE' };

/** How long the page waits for its dictionary. */
const dictionaryMilliseconds = 10_000;

/** Without its dictionary, the page is in English. */
async function fetchDictionary(language: Language): Promise<Dictionary | null> {
  if (language === 'en') return null;
  try {
    const signal = AbortSignal.timeout(dictionaryMilliseconds);
    return await (await fetch(addresses[language], { signal })).json();
  } catch {
    return null;
  }
}

const chosen = chosenLanguage();
const dictionary = await fetchDictionary(chosen);
const entries = Object.assign({}, ...Object.values(dictionary ?? {})) as Record<string, string>;

export const language: Language = dictionary ? chosen : 'en';
/** What Intl calls the language. */
export const locale = locales[language];

type Key = string | TemplateStringsArray;

const keyOf = (text: Key) =>
  typeof text === 'string' ? text : text.reduce((key, part, index) => `${key}{${index - 1}}${part}`);

/** The pieces of a text, with `values` in the places of {0}, {1}, … */
function fill<T>(text: string, values: readonly T[]): (string | T)[] {
  const pieces = text.split(/\{(\d)\}/);
  return pieces.map((piece, index) => (index % 2 === 0 ? piece : (values[Number(piece)] ?? '')));
}

/** A text in the page's language: t`From ${low} to ${high}`, or t(word) for one of several words. */
export function t(text: Key, ...values: readonly (string | number)[]): string {
  const key = keyOf(text);
  return fill(entries[key] ?? key, values).join('');
}

/** Like `t`, for a sentence with elements in it, whose order may differ between languages. */
export function rich(text: Key, ...values: readonly ComponentChildren[]): ComponentChildren {
  const key = keyOf(text);
  return fill(entries[key] ?? key, values);
}

const plurals = new Intl.PluralRules(locale);

/** Chooses between two translated texts by the grammar of the page's language. */
export function plural(count: number, one: string, other: string): string {
  return plurals.select(count) === 'one' ? one : other;
}

const decimalSign = new Intl.NumberFormat(locale).format(0.5).charAt(1);

/** Writes a number that JavaScript has printed, such as by `toFixed`, with the language's decimal sign. */
export function localNumber(printed: string): string {
  return printed.replace('.', decimalSign);
}

const patternOf = (key: string) =>
  new RegExp(`^${key.replace(/[.*+?^$()[\]\\|]/g, '\\$&').replace(/\{\d\}/g, '(.+)')}$`, 's');

/** Translates a message of the workers or the core. These know no language, so its parts are found by patterns. */
export function translated(message: string): string {
  for (const [key, text] of Object.entries({ ...dictionary?.engine, ...dictionary?.core })) {
    const found = patternOf(key).exec(message);
    if (found) return fill(text, found.slice(1).map(translated)).join('');
  }
  return message;
}
