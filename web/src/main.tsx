import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import { render } from 'preact';
import { App } from './app';
import { startEngine } from './engine/client';
import { failed } from './engine/protocol';
import { isSandboxed } from './engine/sandbox';
import { bringUpServiceWorker } from './offline';
import { tellIfCanvasIsDisturbed } from './pad/canvasReading';
import { listenForShortcuts } from './panels/shortcuts';
import { openDrawings } from './state/drawings';
import { openGallery } from './state/gallery';
import { keepLooking } from './state/inference';
import { tellError } from './state/messages';
import { openFirstModels } from './state/models';
import { state } from './state/state';
import { startTheme } from './state/theme';
import { guardRuns } from './state/tuning';
import { mirrorAddress, readAddress } from './state/url';
import { keepVisit, readVisit, restoreInk } from './state/visit';

async function bringUpEngine(): Promise<boolean> {
  const started = await startEngine();
  if (failed(started)) {
    tellError(started.error);
    return false;
  }
  state.module.value = started.value;
  state.engineReady.value = true;
  return true;
}

function start(): void {
  const { digit } = readAddress();
  startTheme();
  // Downloads begin at once, while the module is compiled.
  const ready = bringUpEngine();
  const visit = readVisit();
  const gallery = visit.then(restoreInk).then(() => openGallery(ready, digit));
  const models = openFirstModels(ready, visit);
  keepLooking();
  listenForShortcuts();
  guardRuns();
  void openDrawings();
  document.getElementById('loading')?.remove();
  const page = document.getElementById('app');
  if (page) render(<App />, page);
  tellIfCanvasIsDisturbed();
  void Promise.all([gallery, models]).then(() => {
    // These wait until the digit is on the pad; earlier, they would overwrite the address and the stored ink.
    mirrorAddress();
    keepVisit();
    // The service worker starts last, as its prefetching would slow down what the visitor is waiting for.
    if (!isSandboxed) void bringUpServiceWorker();
  });
}

start();
