// The page's first state as HTML; scripts/prerender.mjs runs this during the build.

import { renderToString } from 'preact-render-to-string';
import { App } from './app';
import { placeFirstModels } from './state/models';

export function renderFirstState(): string {
  placeFirstModels();
  return renderToString(<App />);
}
