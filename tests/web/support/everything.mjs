// Visits all there is to see in the page: its start, every view of "Look inside" and the dialogs.

import { openView, panel } from './inside.mjs';
import { allRebuilt, card, clearAndDraw, everythingAnswered } from './page.mjs';

export const devices = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
  desktop: { viewport: { width: 1440, height: 900 } },
};

/** Opens a dialog, shows it and closes it again. */
async function showDialog(page, button, show) {
  await button.click();
  await show(page.getByRole('dialog'));
  await page.keyboard.press('Escape');
}

/** Brings each plot into sight, because a plot is drawn only then. */
async function drawPlots(page) {
  for (const plot of await panel(page).locator('.curve-plot > div').all()) {
    await plot.scrollIntoViewIfNeeded();
    await plot.locator('canvas').waitFor();
  }
}

/** Calls `show` with the name of each part of an open page, and the page or element that is the part. */
export async function visitEverything(page, show) {
  await show('start', page);
  await clearAndDraw(page);
  await page.mouse.move(0, 0);
  await page.locator('.pad-canvas').blur();
  await show('drawn', page.locator('.bench'));
  await page.getByRole('radio', { name: 'Gaussian' }).check();
  await allRebuilt(page);
  await show('noise', page.locator('.bench'));
  await page.getByRole('radio', { name: 'None' }).check();
  await page.locator('.more-models summary').click();
  await show('more models', page.locator('.more-models'));
  await show('fine-tune', page.locator('.finetune'));
  await showDialog(page, page.getByRole('button', { name: 'Share' }), (dialog) => show('share', dialog));
  const about = card(page, 'deep-30').getByRole('button', { name: 'About' });
  await showDialog(page, about, (dialog) => show('about a model', dialog));
  for (const view of await page.locator('#inside-view option').allTextContents()) {
    await page.locator('#inside-title').scrollIntoViewIfNeeded();
    await openView(page, view);
    await everythingAnswered(panel(page));
    await drawPlots(page);
    await show(view, page.locator('.inside'));
  }
}
