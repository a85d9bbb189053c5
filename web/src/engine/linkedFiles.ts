// Checks the scripts and style sheets that the page links to in addition to its first script: those needed
// at the start, and those of each tab once the tab is opened.

import { firstHostProblem } from './hostAnswers';

const linksOf = (selector: string) => [...document.querySelectorAll<HTMLLinkElement>(selector)];

/** Says what is wrong with the first of these files that the host does not serve correctly, or returns null. */
export function linkedFileProblem(): Promise<string | null> {
  const links = linksOf('link[rel="modulepreload"], link[rel="stylesheet"]');
  return firstHostProblem(links.map((link) => link.href));
}

/** Browsers silently ignore a style sheet with the wrong content type; it then has no rules. */
export const hasEmptyStyleSheet = (): boolean =>
  linksOf('link[rel="stylesheet"]').some(({ sheet }) => !sheet?.cssRules.length);
