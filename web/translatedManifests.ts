import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** The dictionary of each language besides English. */
const dictionaries = { de: 'german.json' };

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as T;
}

/** Writes the manifest with which browsers install the page in each language. */
export const translatedManifests: Plugin = {
  name: 'translated-manifests',
  apply: 'build',
  generateBundle() {
    const english = readJson<{ name: string; description: string }>('public/manifest.webmanifest');
    for (const [lang, file] of Object.entries(dictionaries)) {
      const groups = readJson<Record<string, Record<string, string>>>(`src/language/${file}`);
      const translations = Object.assign({}, ...Object.values(groups)) as Record<string, string>;
      const { name, description } = english;
      const manifest = { ...english, lang, name: translations[name], description: translations[description] };
      this.emitFile({
        type: 'asset',
        fileName: `manifest.${lang}.webmanifest`,
        source: `${JSON.stringify(manifest, null, 2)}\n`,
      });
    }
  },
};
