// A run whose loss becomes infinite or not a number.

import assert from 'node:assert/strict';
import { button, card, errorOf, siteOfFile, test, until } from '../support/harness.mjs';
import { curveOf, inPhase, runInList, testCurve } from '../support/training.mjs';

const site = siteOfFile();

/** So many layers multiply to numbers beyond float32 if the weights grow by a rate of 1 in each step. */
const deepNetwork = `784-${'128-'.repeat(20)}16`;

/** Records what the network's error was and whether a warning was shown, whenever the page changes. */
const watchErrors = (page, model) =>
  page.evaluateHandle((model) => {
    const seen = [];
    const note = () => {
      const error = document.querySelector(`[data-model="${model}"] [data-figure="mse"]`)?.textContent;
      const warned = document.querySelector('.run-notice[data-kind="warning"]') !== null;
      if (error !== undefined) seen.push({ error, warned });
    };
    new MutationObserver(note).observe(document.body, { characterData: true, childList: true, subtree: true });
    return seen;
  }, model);

test('when the loss is no longer a number, the page says so before a picture breaks, and one button fixes it', async () => {
  const { page, problems } = await site.open({ query: '?rate=1&steps=100' });
  await page.getByText('More models').click();
  await page.getByLabel('Layer sizes or a preset name').fill(deepNetwork);
  await button(page, 'Create').click();
  await card(page, 'fresh-1').waitFor();
  const seen = await watchErrors(page, 'fresh-1');
  await button(page, 'Start').click();
  await inPhase(page, 'failed');
  await page.getByText('The loss is no longer a number: the learning rate is too high.').waitFor();
  await until(
    () => errorOf(page, 'fresh-1'),
    (error) => !Number.isFinite(Number(error)),
    'a broken picture',
  );
  const broken = (await seen.jsonValue()).filter(({ error }) => error !== '–' && !Number.isFinite(Number(error)));
  assert.ok(broken.length > 0);
  assert.ok(
    broken.every(({ warned }) => warned),
    'a broken picture without a warning',
  );

  await button(page, 'Go back to the best weights and let the page choose the rate').click();
  await runInList(page, 2)
    .getByText(/rate\s0.001/)
    .waitFor();
  await inPhase(page, 'finished');
  assert.equal(await page.locator('.run-notice').count(), 0);
  const [before, after] = await curveOf(page, testCurve, /^Run 2: /);
  assert.ok(after < before, `${before} before, ${after} after`);
  await until(
    () => errorOf(page, 'fresh-1'),
    (error) => Number(error) > 0 && Number(error) < 0.2,
    'a whole picture',
  );
  assert.deepEqual(problems, []);
});
