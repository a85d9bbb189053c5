// Browsers that guard against fingerprinting may change what a page reads from a canvas, and the networks
// see a drawing only by reading one.

import { t } from '../../language/t';
import { showRestriction } from '../../state/messages';

const side = 64;
/** Brave changes some of the lowest bits, which does not matter to the networks. */
const harmlessDifference = 16;

/** Paints a known image and returns whether the browser reads it back unchanged. */
function canvasReadsBack(): boolean {
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return false;
  context.fillRect(0, 0, side / 2, side);
  const { data } = context.getImageData(0, 0, side, side);
  for (let pixel = 0; pixel < side * side; pixel++) {
    const painted = pixel % side < side / 2 ? 255 : 0;
    if (Math.abs((data[4 * pixel + 3] ?? 0) - painted) > harmlessDifference) return false;
  }
  return true;
}

export function warnIfCanvasIsDisturbed(): void {
  if (canvasReadsBack()) return;
  showRestriction(
    t`This browser changes what the page reads from its canvas, to prevent fingerprinting, so the networks do not see your drawing. Allow this site to read its canvas.`,
  );
}
