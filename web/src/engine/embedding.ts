// With ?embed=compare the page shows only the pad and the comparison, to be a frame of another page.

export const isEmbedded = new URLSearchParams(location.search).get('embed') === 'compare';

/** Keeps the choice in the page's own address. */
export function keepEmbedding(query: URLSearchParams): void {
  if (isEmbedded) query.set('embed', 'compare');
}
