// Which language the page is in, and what happens while its translation is on the way, or does not come.

import assert from 'node:assert/strict';
import {
  allRebuilt,
  clearAndDraw,
  serviceWorkerActive,
  siteOfFile,
  siteOfTest,
  test,
  until,
} from '../support/harness.mjs';
import { isolating, staticHost } from '../support/hosts.mjs';

const site = siteOfFile();
const dictionary = '**/german-*.json';

const languageOf = (page) => page.evaluate(() => document.documentElement.lang);
const title = (page) => page.locator('#finetune-title').innerText();
const languageButton = (page, name) => page.getByRole('button', { name, exact: true });

/** What a visitor has done: the drawing, the noise, the models and the view. */
const workOn = (page) =>
  page.evaluate(() => ({
    ink: document.querySelector('#pad-content').textContent.match(/\d+/g),
    noise: document.querySelector('[name="noise-kind"]:checked').value,
    models: [...document.querySelectorAll('.model')].map(({ dataset }) => dataset.model),
    view: document.querySelector('.tabs [aria-selected="true"]').id,
  }));

async function reloaded(page, act) {
  await Promise.all([page.waitForEvent('load'), act()]);
  await allRebuilt(page);
}

test('the address comes before an earlier choice, and that before the browser; a switch keeps all work', async () => {
  const query = '?tab=units&inside=sparse-1024&noise=gaussian&also=conv-32';
  const { page, problems } = await site.open({ locale: 'de-AT', query });
  assert.deepEqual([await languageOf(page), await title(page)], ['de', 'Nachtrainieren']);
  await clearAndDraw(page);
  const work = await workOn(page);
  assert.ok(work.models.includes('conv-32') && work.ink.length === 5, JSON.stringify(work));
  const english = languageButton(page, 'EN: English');
  assert.equal(await english.getAttribute('lang'), 'en');
  const { width, height } = await english.boundingBox();
  assert.ok(width >= 44 && height >= 44, `${width} × ${height}`);
  await reloaded(page, async () => {
    await english.focus();
    await page.keyboard.press('Enter');
  });
  await page.locator('.model[data-model="conv-32"]').waitFor();
  assert.deepEqual([await languageOf(page), await title(page)], ['en', 'Fine-tune']);
  assert.deepEqual(await workOn(page), work);

  await reloaded(page, () => page.goto(`${site.address}?lang=de`));
  assert.equal(await languageOf(page), 'de');
  await until(
    () => page.evaluate(() => new URLSearchParams(location.search).get('lang')),
    (lang) => lang === 'de',
    'the language in the address',
  );
  await page.getByRole('button', { name: 'Teilen', exact: true }).click();
  const link = await page.getByLabel('Link zu dieser Ansicht').inputValue();
  assert.ok(!new URL(link).searchParams.has('lang'), link);
  await page.keyboard.press('Escape');
  await reloaded(page, () => languageButton(page, 'EN: English').click());
  assert.equal(await languageOf(page), 'en');
  assert.deepEqual(problems, []);
});

test('a browser in neither language gets English, and the first known language of a list counts', async () => {
  const options = { wait: false, waitUntil: 'domcontentloaded' };
  const { page } = await site.open({ ...options, locale: 'fr-FR' });
  await languageButton(page, 'DE: Deutsch').waitFor();
  assert.equal(await languageOf(page), 'en');
  const prepare = (other) =>
    other.addInitScript(() => Object.defineProperty(navigator, 'languages', { value: ['fr', 'de-CH', 'en'] }));
  const { page: swiss } = await site.open({ ...options, prepare });
  await languageButton(swiss, 'EN: English').waitFor();
  assert.equal(await languageOf(swiss), 'de');
});

/** Records the values that the visibility of the page's content has from the start. */
function recordVisibility(page) {
  return page.addInitScript(() => {
    globalThis.seen = [];
    const note = () => {
      const app = document.getElementById('app');
      if (app && document.styleSheets.length > 0) seen.push([getComputedStyle(app).visibility, document.title]);
      if (seen.length < 2000) requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
}

test('while the translation is on the way the page waits at most about a second, and without it stays English', async () => {
  let release;
  const isReleased = new Promise((resolve) => (release = resolve));
  const prepare = async (page) => {
    await recordVisibility(page);
    await page.route(dictionary, async (route) => {
      await isReleased;
      await route.continue();
    });
  };
  const { page } = await site.open({ locale: 'de-DE', prepare, wait: false, waitUntil: 'commit' });
  const visible = await until(
    () => page.evaluate(() => seen),
    (seen) => seen.some(([visibility]) => visibility === 'visible'),
    'the page in English',
  );
  assert.equal(visible[0][0], 'hidden', 'English text does not flash');
  release();
  await page.getByRole('heading', { name: 'Nachtrainieren' }).waitFor();
  assert.match(await page.title(), /Zeichne/);

  const broken = (other) => other.route(dictionary, (route) => route.abort());
  const { page: other } = await site.open({ locale: 'de-DE', prepare: broken });
  assert.deepEqual([await languageOf(other), await title(other)], ['en', 'Fine-tune']);
});

test('after one visit in German, the page is in German offline too', async (t) => {
  const other = await siteOfTest(t, () => staticHost({ headers: isolating }));
  const { page } = await other.open({ locale: 'de-DE', serviceWorkers: 'allow' });
  await serviceWorkerActive(page);
  const isKept = () =>
    page.evaluate(async () => {
      const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
      const kept = await Promise.all(loaded.map((name) => caches.match(name, { ignoreSearch: true })));
      return kept.every(Boolean);
    });
  await until(isKept, Boolean, 'all files in the browser');
  await other.unplug();
  await reloaded(page, () => page.reload());
  assert.deepEqual([await languageOf(page), await title(page)], ['de', 'Nachtrainieren']);
});
