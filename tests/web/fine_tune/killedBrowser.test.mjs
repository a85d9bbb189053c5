// What survives if the browser is killed in the middle of training.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launchWithProfile } from '../support/browsers.mjs';
import { idxOfImages } from '../support/downloads.mjs';
import {
  allRebuilt,
  button,
  card,
  clearAndDraw,
  dataFile,
  figuresShown,
  pixelsOf,
  siteOfFile,
  storedDrawings,
  testInChromium,
  three,
  until,
  waitMilliseconds,
} from '../support/harness.mjs';
import { runFigure } from '../support/training.mjs';

const site = siteOfFile();

const mostLostMilliseconds = 5000;
const trainingMilliseconds = 11_000;
const imported = 5;

const picturesOf = async (page) =>
  Promise.all((await page.locator('.thumbnail canvas').all()).map((picture) => pixelsOf(picture)));

async function openPage(page, address) {
  page.setDefaultTimeout(waitMilliseconds);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(address);
  await allRebuilt(page);
}

const drawings = (page, count) =>
  until(
    () => storedDrawings(page),
    (stored) => stored === count,
    `${count} stored drawings`,
  );

/** Notes the step again and again for a while; returns when each was on the page. */
async function watchSteps(page, milliseconds) {
  const seen = [];
  for (const end = Date.now() + milliseconds; Date.now() < end; ) {
    seen.push({ at: Date.now(), step: await runFigure(page, 'step') });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return seen;
}

testInChromium('a browser that is killed loses no drawing and at most five seconds of training', async (t) => {
  const profile = await mkdtemp(path.join(tmpdir(), 'hourglass-profile-'));
  const first = await launchWithProfile(profile);
  t.after(async () => {
    await first.kill();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  });
  const address = `${site.address}?threads=1&images=drawings&steps=100000`;
  await openPage(first.page, address);
  const digits = (await dataFile('train-sample.idx')).subarray(16, 16 + 784 * imported);
  await first.page
    .getByLabel('Files of drawings')
    .setInputFiles([{ name: 'mine.idx', mimeType: '', buffer: idxOfImages(digits) }]);
  await drawings(first.page, imported);
  await button(first.page, 'Start').click();
  const seen = await watchSteps(first.page, trainingMilliseconds);
  await clearAndDraw(first.page, three, figuresShown);
  await button(first.page, 'Keep').click();
  await drawings(first.page, imported + 1);
  const pictures = await picturesOf(first.page);
  seen.push(...(await watchSteps(first.page, 1000)));
  const killedAt = Date.now();
  await first.kill();

  const second = await launchWithProfile(profile);
  t.after(second.kill);
  await openPage(second.page, address);
  await until(
    () => second.page.locator('.thumbnail').count(),
    (count) => count === pictures.length,
    'the drawings',
  );
  assert.deepEqual(await picturesOf(second.page), pictures);
  const entry = second.page.locator('.timeline li').first();
  const steps = Number(/([\d,]+) steps/.exec(await entry.innerText())[1].replaceAll(',', ''));
  const passedAt = seen.find(({ step }) => step >= steps)?.at ?? killedAt;
  assert.ok(steps > 0 && steps <= seen.at(-1).step, `${steps} steps`);
  assert.ok(killedAt - passedAt <= mostLostMilliseconds, `${killedAt - passedAt} ms of training are lost`);
  await entry.getByRole('button', { name: 'Go back' }).click();
  await card(second.page, 'dense-128-32').getByText('tuned').waitFor();
});
