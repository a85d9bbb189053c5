// The whole page in German: every view, panel and dialog, compared with the same in English.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { errorOf, everythingAnswered, inProject, lookShown, siteOfFile, test, until } from '../support/harness.mjs';
import { panel } from '../support/inside.mjs';
import { hasWords, sameInGerman } from '../support/texts.mjs';

const site = siteOfFile();
const dictionary = /\/german-[\w-]+\.json$/;

/** Numbers differ from page to page, words must not be the same. */
const withoutNumbers = (text) =>
  text
    .replaceAll(/\{\d\}|[\d.,]+/g, '#')
    .replaceAll(/\s+/g, ' ')
    .trim();

const models = JSON.parse(readFileSync(inProject('web/models.json'), 'utf8'));
const names = [
  ...models.map(({ name }) => name),
  ...sameInGerman.map((text) => text.replaceAll(/\{\d\}|[():]/g, '').trim()),
  ...['CSV', 'Hourglass', 'JSON', 'MNIST', 'MSE', 'PNG', 'PSNR', 'ReLU', 'Sigmoid', 'dB', 'float16', 'kB', 'µs'],
].filter(hasWords);
const longestFirst = names.sort((a, b) => b.length - a.length).map(withoutNumbers);
/** Names, which are the same in every language. */
const kept = new RegExp(`(?<!\\p{L})(?:${longestFirst.join('|')})(?!\\p{L})`, 'gu');
/** The day, month and time of a run: many months have the same short name. */
const date = /^# \p{L}+# #:#$/u;

/** The source of a layer's code. */
const sourceFile = /core\/[\w/]+#cpp/g;

const mayStay = (text) => date.test(text) || !hasWords(text.replaceAll(kept, '').replaceAll(sourceFile, ''));

/** All texts of the page, visible or spoken, without code and formulas. */
function textsOn(page) {
  return page.evaluate(() => {
    const skipped = 'script, style, pre, code, textarea, math, datalist';
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) {
      if (!walker.currentNode.parentElement.closest(skipped)) texts.push(walker.currentNode.data);
    }
    const attributes = ['aria-label', 'aria-valuetext', 'title', 'alt', 'placeholder', 'label'];
    for (const name of attributes) {
      for (const element of document.body.querySelectorAll(`[${name}]`)) {
        if (!element.lang) texts.push(element.getAttribute(name));
      }
    }
    return texts;
  });
}

/** What a visitor may do, as steps that work in any language. */
const click = (selector) => async (page) => page.locator(selector).first().click();
const openDetails = (selector) => (page) =>
  page.locator(selector).evaluateAll((all) => {
    for (const one of all) one.open = true;
  });

async function trainBriefly(page) {
  await page.locator('.finetune select').nth(5).selectOption('100');
  await click('.finetune .button-main')(page);
  await page.locator('.finetune[data-phase="finished"]').waitFor();
  await page.locator('.timeline li').first().waitFor();
}

async function keepDrawing(page) {
  await click('.pad-canvas')(page);
  await lookShown(page);
  await click('.pad-actions .button:last-child')(page);
  await page.locator('.thumbnail').waitFor();
}

async function closeDialog(page) {
  await page.locator('dialog[open]').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
}

const steps = {
  start: async () => {},
  'noise and more models': async (page) => {
    await page.locator('[name="noise-kind"][value="masking"]').check();
    await openDetails('.more-models, .shortcuts, .native-command')(page);
    await lookShown(page);
  },
  'a model’s card': click('.model-actions .icon-button'),
  sharing: async (page) => {
    await closeDialog(page);
    await click('.header-actions .button')(page);
  },
  'a drawing': async (page) => {
    await closeDialog(page);
    await keepDrawing(page);
  },
  prompts: click('.handwriting-tools .button'),
  training: async (page) => {
    await page.locator('.writing > .icon-button:last-child').click();
    // Each prompt begins with an empty pad.
    await click('.pad-actions .button')(page);
    await trainBriefly(page);
  },
};

const tabsOf = (page, list) => page.locator(`${list} [role="tab"]`);

/** Opens every view of every chapter, guesses the answer to the chapter's question, and calls `visit`. */
async function eachView(page, visit) {
  await page.locator('.inside').scrollIntoViewIfNeeded();
  for (const chapter of await tabsOf(page, '.chapters').all()) {
    await chapter.click();
    await page.locator('.step-choice').first().click();
    await page.locator('.step-answer').waitFor();
    for (const view of await tabsOf(page, '.tabs').all()) {
      await view.click();
      await until(
        () => panel(page).innerText(),
        (text) => text.length > 40,
        'content',
      );
      await openDetails('#inside-panel details')(page);
      await until(
        () => page.locator('.computation:not(:has(> :nth-child(2)))').count(),
        (empty) => empty === 0,
        'an explanation of each computation',
      );
      await everythingAnswered(panel(page));
      await visit(await view.getAttribute('id'));
    }
  }
}

/** The texts of the page in each of its states. */
async function allTexts(page) {
  const texts = new Map();
  for (const [name, run] of Object.entries(steps)) {
    await run(page);
    texts.set(name, await textsOn(page));
  }
  await eachView(page, async (name) => texts.set(name, await textsOn(page)));
  return texts;
}

async function overflowOf(page, width) {
  await page.setViewportSize({ width, height: 700 });
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

test('in German, no text is the same as in English, and nothing is wider than a small phone', async () => {
  const english = await site.open({ query: '?digit=3' });
  const asked = await english.page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  assert.deepEqual(
    asked.filter((name) => dictionary.test(name)),
    [],
    'English needs no dictionary',
  );
  const known = new Set([...(await allTexts(english.page)).values()].flat().map(withoutNumbers));
  await english.page.context().close();
  const { page, problems } = await site.open({ query: '?digit=3&lang=de' });
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'de');
  const untranslated = new Map();
  for (const [name, texts] of await allTexts(page)) {
    const same = texts.map(withoutNumbers).filter((text) => known.has(text) && !mayStay(text));
    for (const text of same) untranslated.set(text, untranslated.get(text) ?? name);
  }
  assert.deepEqual([...untranslated], []);
  assert.match(await errorOf(page, 'pca-30'), /^0,\d{4}$/);
  await page.setViewportSize({ width: 320, height: 700 });
  for (const view of await page.locator('#inside-view option').evaluateAll((all) => all.map(({ value }) => value))) {
    await page.locator('#inside-view').selectOption(view);
    await panel(page).scrollIntoViewIfNeeded();
    await everythingAnswered(panel(page));
    for (const width of [320, 390]) assert.equal(await overflowOf(page, width), 0, `${view} at ${width} px`);
  }
  assert.deepEqual(problems, []);
});

test('what the core says of layer sizes and files is in German as well', async () => {
  const { page } = await site.open({ query: '?lang=de' });
  const message = (pattern) => page.locator('.message').filter({ hasText: pattern }).locator('p').innerText();
  await openDetails('.more-models')(page);
  await page.locator('.create-layers input').fill('100-5');
  await click('.create-model [type="submit"]')(page);
  assert.equal(
    await message('100-5'),
    'Modell „100-5“: Erwartet waren Schichtgrößen, die mit 784 beginnen und zu einem Code führen, wie in 784-128-16',
  );
  const buffer = Buffer.from([200, 0, 0, 0, 0, 0, 0, 0, ...Buffer.from('{}')]);
  await page.setInputFiles('#model-file', { name: 'kurz.safetensors', mimeType: 'application/octet-stream', buffer });
  assert.match(
    await message('kurz'),
    /^kurz\.safetensors lässt sich nicht öffnen: .*Erwartet war ein safetensors-Kopf innerhalb der 10 Byte der Datei, gefunden wurde eine Kopflänge von 200$/,
  );
});
