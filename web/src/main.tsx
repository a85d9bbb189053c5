import './theme/fonts.css';
import './theme/tokens.css';
import './theme/base.css';
import './theme/controls.css';
import './theme/layout.css';
import './theme/embedded.css';
import { hydrate, render } from 'preact';
import { App } from './app';
import { startEngine } from './engine/client';
import { failed } from './engine/protocol';
import { warnIfCanvasIsDisturbed } from './features/draw/canvasReading';
import { readPad } from './features/draw/ink/networkCanvas';
import { restoreInk } from './features/draw/inkHistory';
import { openGallery } from './features/draw/testDigits';
import { recipe } from './features/fine_tune/request';
import { askBeforeLeaving, followSettings, pauseTuning } from './features/fine_tune/run';
import { restNowAndThen } from './features/fine_tune/runs/rest';
import { recordRuns } from './features/fine_tune/timeline/recordRuns';
import { tabs } from './features/inside/tabs';
import { translateDocument } from './language/document';
import { language } from './language/t';
import { bringUpServiceWorker } from './offline';
import { listenForShortcuts } from './shortcuts';
import { openAddress } from './state/address';
import { followPad } from './state/live';
import { showError } from './state/messages';
import { openFirstModels, placeFirstModels } from './state/models';
import { openRuns } from './state/runs';
import { state } from './state/state';
import { openDrawings } from './state/trainingDrawings';
import { keepVisit, readVisit } from './state/visit';
import { startTheme } from './theme/theme';

async function bringUpEngine(): Promise<boolean> {
  const started = await startEngine();
  if (failed(started)) {
    showError(started.error);
    return false;
  }
  state.module.value = started.value;
  state.engineReady.value = true;
  return true;
}

/** Makes the prerendered page live. Until then, the state must be the one that scripts/prerender.mjs rendered. */
function showPage(): void {
  placeFirstModels();
  const page = document.getElementById('app');
  if (page && language === 'en') hydrate(<App />, page);
  else if (page) {
    // Hydration would keep the English attributes.
    page.replaceChildren();
    render(<App />, page);
  }
  translateDocument();
  document.getElementById('loading')?.remove();
}

function start(): void {
  // Downloads begin at once, while the module is compiled.
  const ready = bringUpEngine();
  showPage();
  const { pad, models: further, mirrorState } = openAddress(tabs.map(({ id }) => id));
  startTheme();
  const visit = readVisit();
  const gallery = visit.then(({ ink }) => restoreInk(ink)).then(() => openGallery(ready, pad));
  const models = openFirstModels(ready, visit, further);
  followPad(readPad);
  listenForShortcuts();
  askBeforeLeaving();
  followSettings();
  restNowAndThen(pauseTuning);
  void openDrawings();
  void openRuns();
  recordRuns(recipe);
  warnIfCanvasIsDisturbed();
  void Promise.all([gallery, models]).then(() => {
    // These wait until the digit is on the pad; earlier, they would overwrite the address and the stored ink.
    mirrorState();
    keepVisit();
    // The service worker starts last, as its prefetching would slow down what the visitor is waiting for.
    void bringUpServiceWorker();
  });
}

start();
