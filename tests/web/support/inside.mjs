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

const chapters = (page) => page.getByRole('tablist', { name: 'Chapters' }).getByRole('tab');
const views = (page) => page.getByRole('tablist', { name: 'Views' }).getByRole('tab');

/** Opens every view, chapter by chapter, and calls `visit` with its name once it is chosen. */
export async function eachView(page, visit) {
  for (const chapter of await chapters(page).all()) {
    await chapter.click();
    for (const view of await views(page).all()) {
      await view.click();
      await visit(await view.innerText());
    }
  }
}

/** Opens the view with this name, in whatever chapter it is. */
export async function openView(page, name) {
  const menu = page.getByRole('combobox', { name: 'Chapter and view' });
  if (await menu.isVisible()) return menu.selectOption({ label: name });
  for (const chapter of await chapters(page).all()) {
    const view = views(page).filter({ hasText: name });
    if ((await view.count()) > 0) return view.click();
    await chapter.click();
  }
  return views(page).filter({ hasText: name }).click();
}
