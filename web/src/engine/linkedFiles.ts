// The scripts and style sheets that the page links to beside its first script: those of the start, and of
// each tab once it is opened.

import { firstHostProblem } from './hostAnswers';

const linksOf = (selector: string) => [...document.querySelectorAll<HTMLLinkElement>(selector)];

/** What is wrong with one of them as the host serves it, or null. */
export function linkedFileProblem(): Promise<string | null> {
  const links = linksOf('link[rel="modulepreload"], link[rel="stylesheet"]');
  return firstHostProblem(links.map((link) => link.href));
}

/** Browsers ignore a style sheet of another type without calling that an error. */
export const hasEmptyStyleSheet = (): boolean =>
  linksOf('link[rel="stylesheet"]').some(({ sheet }) => !sheet?.cssRules.length);
