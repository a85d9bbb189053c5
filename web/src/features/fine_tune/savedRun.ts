// The run in progress as files from which the program `hourglass` continues it exactly.

import { computed } from '@preact/signals';
import { engine } from '../../engine/client';
import { imagesFile } from '../../engine/idx';
import { failed } from '../../engine/protocol';
import { showError } from '../../state/messages';
import { fileNameOf } from '../../state/models';
import { saveFile } from '../../state/saveFile';
import { modelCard, state } from '../../state/state';
import { lengthOfRun, shellWord } from './command';

const imagesName = 'train-images-idx3-ubyte';

const card = computed(() => modelCard(state.tuning.model.value));

/** The name of the checkpoint, which differs from that of the tuned weights alone. */
const fileName = computed(() => (card.value ? fileNameOf(card.value).replace('.safetensors', '-run.safetensors') : ''));

/** Whether there is a run to save; one that has failed has nothing worth continuing. */
export const canSaveRun = computed(() => {
  const phase = state.tuning.phase.value;
  return phase === 'running' || phase === 'paused' || phase === 'finished';
});

/** Saves the network in training with the optimiser's state, and the images that it trains on. */
export async function saveRun(): Promise<void> {
  const saved = await engine.saveRun();
  if (failed(saved)) {
    showError(saved.error);
    return;
  }
  const { checkpoint, pixels } = saved.value;
  saveFile(fileName.value, new Blob([checkpoint as Uint8Array<ArrayBuffer>]));
  saveFile(imagesName, imagesFile(pixels));
}

/** The command that continues the run from these files, for as many further epochs as the page has set. */
export const resumeCommand = computed(() => {
  const epochs = state.tuning.epoch.value + lengthOfRun().epochs;
  return `hourglass train --resume ${shellWord(fileName.value)} --data . --epochs ${epochs}`;
});
