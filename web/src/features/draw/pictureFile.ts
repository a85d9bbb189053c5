// Puts the visitor's picture of a digit, such as a photograph, on the pad as 28 × 28 pixels.

import { engine } from '../../engine/client';
import { greyOf } from '../../engine/pictures';
import { failed } from '../../engine/protocol';
import { t } from '../../language/t';
import { showError } from '../../state/messages';
import { putPicture } from './inkHistory';

export async function putFileOnPad(file: File): Promise<void> {
  try {
    const drawing = greyOf(await createImageBitmap(file));
    const look = await engine.look({ input: { kind: 'drawing', ...drawing }, noise: 'none', seed: 0, models: [] });
    if (failed(look)) showError(t`${file.name} shows no ink: use a picture of a dark digit on light paper.`);
    else putPicture(look.value.seen);
  } catch {
    showError(t`${file.name} could not be read as a picture.`);
  }
}
