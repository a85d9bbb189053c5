// The technical terms of the cards and their explanations.

import assert from 'node:assert/strict';
import { siteOfFile, test, until } from './support/harness.mjs';

const site = siteOfFile();

const explained = {
  'error (MSE)': /^The mean squared error/,
  PCA: /^Principal component analysis/,
  code: /numbers that are kept of your digit/,
  weights: /numbers that a model has learned/,
  'multiply-adds': /multiplied by a weight and added up/,
  'on test set': /no model was trained on/,
};

const term = (page, word) => page.locator('.models').getByRole('button', { name: word, exact: true });
const shown = (page) => page.locator('.term-text:popover-open');
const shownText = async (page) => ((await shown(page).count()) === 1 ? shown(page).innerText() : '');

const untilShown = (page, pattern) =>
  until(
    () => shownText(page),
    (text) => pattern.test(text),
    String(pattern),
  );

const untilGone = (page) =>
  until(
    () => shown(page).count(),
    (count) => count === 0,
    'no explanation',
  );

async function assertInWindow(page) {
  const { x, width } = await shown(page).boundingBox();
  assert.ok(x >= 0 && x + width <= (await page.evaluate(() => document.documentElement.clientWidth)));
}

test('hovering over a term explains it, and its explanation can be hovered over and dismissed', async () => {
  const { page, problems } = await site.open();
  for (const [word, pattern] of Object.entries(explained)) {
    await term(page, word).hover();
    await untilShown(page, pattern);
    await assertInWindow(page);
    await shown(page).hover();
    await untilShown(page, pattern);
    await page.keyboard.press('Escape');
    await untilGone(page);
  }
  await term(page, 'code').hover();
  await untilShown(page, explained.code);
  await page.locator('.wordmark').hover();
  await untilGone(page);
  assert.deepEqual(problems, []);
});

test('the keyboard reaches the explanations, and Escape dismisses them without moving the focus', async () => {
  const { page } = await site.open();
  await term(page, 'PCA').focus();
  await untilShown(page, explained.PCA);
  await page.keyboard.press('Escape');
  await untilGone(page);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'PCA');
  await page.keyboard.press('Enter');
  await untilShown(page, explained.PCA);
  await page.keyboard.press('Tab');
  await until(
    () => shownText(page),
    (text) => !explained.PCA.test(text),
    'the next control',
  );
});

test('a tap on a term explains it, and a tap elsewhere dismisses that', async () => {
  const { page } = await site.open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  for (const word of ['error (MSE)', 'PCA', 'code', 'weights']) {
    await term(page, word).tap();
    await untilShown(page, explained[word]);
    await assertInWindow(page);
    await page.getByRole('heading', { name: 'Dense', exact: true }).tap();
    await untilGone(page);
  }
});
