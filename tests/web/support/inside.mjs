// Helpers for tests of "Look inside".

export const panel = (page) => page.locator('#inside-panel');

/** The contents of a large canvas as a data URL, for comparison as a whole. */
export const pictureOf = (canvas) => canvas.evaluate((element) => element.toDataURL());

/** Opens the page with a model in a tab of "Look inside", and scrolls the tab into sight. */
export async function inside(site, model, tab, options = {}) {
  const opened = await site.open({ query: `?inside=${model}&tab=${tab}&digit=4`, ...options });
  await opened.page.locator('.inside').scrollIntoViewIfNeeded();
  return opened;
}
