// Times the built page in its own Chromium, as a visitor sees it. Answers lines of JSON like browser.mjs; each
// request is a new visit.

import { launchChromium } from '../../web/support/browsers.mjs';
import { isolating, staticHost } from '../../web/support/hosts.mjs';
import { allRebuilt, clearAndDraw, figuresShown, onPad, three, until } from '../../web/support/page.mjs';
import { answerLines } from './lines.mjs';

const penMoves = 80;
/** The interval at which mice and pens report, somewhat less than a frame. */
const moveMilliseconds = 12;
const drawings = 3;
const longestTraining = 600_000;

async function firstReconstruction(page) {
  const [mark] = await page.evaluate(() =>
    performance.getEntriesByName('first-reconstruction').map(({ startTime }) => startTime),
  );
  return { milliseconds: mark };
}

/** The time from a pen event to four redrawn pictures, as the page reports it: the median of the last moves. */
async function penToPictures(page) {
  await clearAndDraw(page);
  const circle = Array.from({ length: penMoves + 1 }, (_, move) => [
    0.5 + 0.25 * Math.sin(move / 8),
    0.5 - 0.3 * Math.cos(move / 8),
  ]);
  const [first, ...rest] = await onPad(page, circle);
  await page.mouse.move(...first);
  await page.mouse.down();
  for (const point of rest) {
    await page.mouse.move(...point);
    await page.waitForTimeout(moveMilliseconds);
  }
  await page.mouse.up();
  return { milliseconds: Number(await page.locator('.latency').getAttribute('data-latency')) };
}

const choose = (page, label, option) => page.getByRole('combobox', { name: label }).selectOption({ label: option });

/** The longest time between two frames while a visitor draws and a network trains. */
async function largestFrameGap(page) {
  await choose(page, 'Network', 'Deep (deep-30)');
  await choose(page, 'Steps', '10,000');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.locator('.finetune[data-phase="running"]').waitFor();
  await page.evaluate(() => {
    window.largestGap = 0;
    let last = null;
    const frame = (now) => {
      window.largestGap = Math.max(window.largestGap, now - (last ?? now));
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  for (let drawing = 0; drawing < drawings; drawing++) await clearAndDraw(page, three, figuresShown);
  return { milliseconds: await page.evaluate(() => window.largestGap) };
}

/** The time that a linear network, trained from scratch, needs until its angles to PCA are all below ten degrees. */
async function linearToPca(page) {
  const panel = page.locator('#inside-panel');
  await panel.scrollIntoViewIfNeeded();
  const begun = Date.now();
  await panel.getByRole('button', { name: 'Train', exact: true }).click();
  const angle = panel.locator('[data-run="largest angle"] dd');
  await until(
    () => angle.innerText(),
    (text) => parseFloat(text) < 10,
    'a small angle',
    longestTraining,
  );
  return { milliseconds: Date.now() - begun };
}

const visits = {
  first_reconstruction: { measure: firstReconstruction },
  pen_to_pictures: { measure: penToPictures },
  largest_frame_gap: { measure: largestFrameGap },
  linear_to_pca: { measure: linearToPca, query: '?inside=pca-30&tab=linear' },
};

const host = await staticHost({ headers: isolating });
const browser = await launchChromium();
try {
  await answerLines(async ({ do: name }) => {
    const { measure, query = '' } = visits[name];
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
    await page.goto(host.address + query);
    await allRebuilt(page);
    const answer = await measure(page);
    await page.close();
    return answer;
  });
} catch (error) {
  console.error(`visit.mjs: ${error.message}`);
  process.exitCode = 1;
} finally {
  await browser.close();
  await host.close();
}
