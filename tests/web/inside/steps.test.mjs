// The "predict, then run" steps of "Look inside": their answers are those of the core, for the digit on the pad.

import assert from 'node:assert/strict';
import { dataFile, draw, pressOnPad, siteOfFile, test, three, until } from '../support/harness.mjs';
import { eachView, panel } from '../support/inside.mjs';
import { sessionOf } from '../support/module.mjs';

const site = siteOfFile();

const step = (page) => page.locator('.step');
const choose = (page, name) =>
  step(page).getByRole('group', { name: 'Your guess' }).getByRole('button', { name }).click();
const answer = (page) =>
  until(
    () =>
      step(page)
        .locator('.step-answer')
        .innerText({ timeout: 500 })
        .catch(() => ''),
    Boolean,
    'an answer',
  );

async function openStep(id, options = {}) {
  const opened = await site.open({ query: `?digit=4&question=${id}`, ...options });
  await opened.page.locator(`[data-step="${id}"]`).waitFor();
  return opened;
}

async function testDigit(session, index) {
  session.loadImages(await dataFile('test-sample.idx'));
  return session.image(index).value;
}

async function errorOfCore(model) {
  const session = await sessionOf(model);
  const digit = await testDigit(session, 4);
  return session.compare(session.reconstruct(digit).value, digit).value.meanSquaredError.toFixed(4);
}

test('nothing is answered before the guess; then the answer is that of the core, and the guess is judged', async () => {
  const { page, problems } = await openStep('pca-or-deep');
  assert.equal(await step(page).locator('canvas').count(), 0);
  assert.equal(await step(page).getByText('right').count(), 0);
  await choose(page, 'PCA');
  const text = await answer(page);
  const [pca, deep] = [await errorOfCore('pca-30'), await errorOfCore('deep-30')];
  assert.ok(Number(deep) < Number(pca));
  assert.match(text, new RegExp(`^Not what you guessed\\. PCA has an error of ${pca}, Deep of ${deep}\\.$`));
  await choose(page, 'The deep network');
  await until(
    () => answer(page),
    (now) => now.startsWith('You guessed right.'),
    'a right guess',
  );
  assert.match(await step(page).getByRole('button', { pressed: true }).innerText(), /your guess\s+right/);
  assert.deepEqual(problems, []);
});

test('a step has an address, which opens its view in sight, and the other question leads on', async () => {
  const { page, problems } = await openStep('half-the-code');
  await until(
    () => page.locator('.inside').evaluate((section) => section.getBoundingClientRect().top),
    (top) => Math.abs(top) < 60,
    'the section in sight',
  );
  await step(page).getByRole('button', { name: 'other question' }).click();
  await page.locator('[data-step="numbers-kept"]').waitFor();
  await until(
    () => page.evaluate(() => location.search),
    (search) => /inside=deep-30&tab=layers&question=numbers-kept/.test(search),
    'the address of the step',
  );
  await panel(page).locator('table').waitFor();
  await page.getByRole('tab', { name: 'The map' }).click();
  await until(
    () => page.evaluate(() => location.search),
    (search) => /tab=map/.test(search) && !/question=/.test(search),
    'an address without the step of another chapter',
  );
  const unknown = await site.open({ query: '?question=constructor&digit=4' });
  await unknown.page.locator('.inside').scrollIntoViewIfNeeded();
  await unknown.page.locator('[data-step="numbers-kept"]').waitFor();
  assert.deepEqual([...problems, ...unknown.problems], []);
});

test('the address of a view shows it; after a reload the visitor stays where they were', async () => {
  const { page, problems } = await site.open({ query: '?digit=4&inside=deep-30&tab=sliders' });
  const top = () => page.locator('.inside').evaluate((section) => section.getBoundingClientRect().top);
  await until(top, (found) => Math.abs(found) < 60, 'the section in sight');
  await page.mouse.wheel(0, -5000);
  await until(
    () => page.evaluate(() => scrollY),
    (now) => now === 0,
    'the top of the page',
  );
  await page.reload();
  await page.locator('.models[data-look="shown"]').waitFor();
  assert.ok((await top()) > 600, 'the section is out of sight');
  assert.deepEqual(problems, []);
});

test('the answer follows the drawing, and an empty pad gets none', async () => {
  const { page, problems } = await openStep('numbers-kept');
  await choose(page, '30');
  assert.match(await answer(page), /^You guessed right\. It keeps 30 numbers/);
  const caption = () => step(page).locator('figcaption').last().innerText();
  const before = await caption();
  await pressOnPad(page, 'c');
  await step(page).getByText('Draw a digit, and the answer appears here.').waitFor();
  await draw(page, three);
  await step(page).scrollIntoViewIfNeeded();
  await answer(page);
  await until(caption, (now) => now !== before, 'the error of the drawing');
  assert.deepEqual(problems, []);
});

test('every chapter asks, and the live models answer each question with one of its choices', async () => {
  const { page, problems } = await site.open({ query: '?digit=4' });
  await page.locator('.inside').scrollIntoViewIfNeeded();
  const answered = new Set();
  await eachView(page, async () => {
    await step(page).waitFor();
    const other = step(page).getByRole('button', { name: 'ther question' });
    for (let index = 0; index < 2; index++) {
      const id = await step(page).getAttribute('data-step');
      if (!answered.has(id)) {
        await step(page).locator('.step-choice').first().click();
        assert.match(await answer(page), /^(You guessed right|Not what you guessed)\. .*\d.*\.$/s, id);
        assert.equal(await step(page).locator('[data-outcome="true"]').count(), 1, id);
        assert.ok((await step(page).locator('canvas').count()) >= 2, id);
        answered.add(id);
      }
      if ((await other.count()) > 0) await other.click();
    }
  });
  assert.equal(answered.size, 13);
  assert.deepEqual(problems, []);
});

test('a question can be answered by keyboard alone', async () => {
  const { page, problems } = await openStep('digit-or-noise');
  await step(page).getByRole('button', { name: 'My digit' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  const session = await sessionOf('deep-30');
  const noise = session.errorPercentile(session.uniformNoise(1, 1).value).value.meanSquaredError.toFixed(4);
  assert.match(await answer(page), new RegExp(`^You guessed right\\. .*the noise of ${noise}\\.$`));
  assert.deepEqual(problems, []);
});
