// A visitor's own handwriting: writing ten digits, training on them, and comparing before and after.

import assert from 'node:assert/strict';
import { kinds, written } from './support/handwriting.mjs';
import {
  allRebuilt,
  button,
  choose,
  draw,
  pixelsOf,
  pressOnPad,
  same,
  siteOfFile,
  test,
  until,
} from './support/harness.mjs';

const site = siteOfFile();

const prompt = (page, text) => page.locator('.writing [role="status"]').filter({ hasText: text }).waitFor();
const labels = (page) => page.locator('.thumbnail-label').evaluateAll((all) => all.map(({ value }) => value));

async function write(page, digit) {
  for (const stroke of written(digit, kinds[0])) await draw(page, stroke, 1);
  await allRebuilt(page);
}

/** Answers the prompts from `first` to 9. */
async function writeFrom(page, first) {
  for (let digit = first; digit < 10; digit++) {
    await prompt(page, `Write ${digit === 8 ? 'an' : 'a'} ${digit} ${digit + 1} of 10`);
    await write(page, digit);
    await button(page, 'Next').click();
  }
}

test('ten prompts keep labelled digits to train on, and a slider compares before and after', async () => {
  const { page, problems } = await site.open();
  await button(page, 'Write ten digits').click();
  await prompt(page, 'Write a 0');
  await page.getByText('Write a 0', { exact: true }).nth(1).waitFor();
  await write(page, 0);
  await pressOnPad(page, 'k');
  await prompt(page, 'Write a 1');
  await button(page, 'Skip').click();
  await prompt(page, 'Write a 2');
  await write(page, 7);
  await button(page, 'Next').click();
  await prompt(page, 'Write a 3');
  await button(page, 'Back to the digit before').click();
  await writeFrom(page, 2);
  await prompt(page, '9 digits kept');
  assert.deepEqual(await labels(page), ['0', '2', '3', '4', '5', '6', '7', '8', '9']);

  await choose(page, 'Steps', '100');
  await button(page, 'Train on them').click();
  await page.locator('.finetune[data-phase="finished"]').waitFor();
  const rebuilt = (when) => page.getByRole('img', { name: new RegExp(`^Drawing 9 rebuilt ${when} training`) });
  const [before, after] = await Promise.all(['before', 'after'].map((when) => pixelsOf(rebuilt(when))));
  assert.ok(!same(before, after));
  const slider = page.getByRole('slider', { name: 'before training' });
  const shownOfBefore = () =>
    page
      .locator('.wipe-before')
      .first()
      .evaluate((one) => getComputedStyle(one).clipPath);
  await slider.press('Home');
  assert.equal(await shownOfBefore(), 'inset(0px 100% 0px 0px)');
  await slider.press('End');
  assert.equal(await slider.getAttribute('aria-valuetext'), '100 % before, 0 % after');

  await page.getByRole('combobox', { name: 'The digit in drawing 2' }).press('5');
  await until(
    () => labels(page),
    ([, second]) => second === '5',
    'another label',
  );
  await page.reload();
  await rebuilt('after').waitFor();
  assert.deepEqual(await labels(page), ['0', '5', '3', '4', '5', '6', '7', '8', '9']);
  assert.ok(same(await pixelsOf(rebuilt('before')), before), 'the original weights are still there to compare with');
  assert.deepEqual(problems, []);
});
