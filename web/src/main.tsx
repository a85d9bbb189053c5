import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import { render } from 'preact';
import { App } from './app';
import { startEngine } from './engine/client';
import { failed } from './engine/protocol';
import { bringUpServiceWorker } from './offline';
import { listenForShortcuts } from './panels/shortcuts';
import { loadDrawings } from './state/drawings';
import { openGallery } from './state/gallery';
import { keepLooking } from './state/inference';
import { tellError } from './state/messages';
import { openFirstModels } from './state/models';
import { state } from './state/state';
import { startTheme } from './state/theme';
import { mirrorAddress, readAddress } from './state/url';

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
  // The downloads begin at once, beside the compilation of the module.
  const ready = bringUpEngine();
  const gallery = openGallery(ready, digit);
  const models = openFirstModels(ready);
  keepLooking();
  listenForShortcuts();
  void loadDrawings();
  const page = document.getElementById('app');
  if (page) render(<App />, page);
  void bringUpServiceWorker();
  // Before the digit is on the pad the address still holds the one that was asked for.
  void Promise.all([gallery, models]).then(mirrorAddress);
}

start();
