import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { allRebuilt, clearAndDraw, nameless, seenPixels, same, startSite, until } from './harness.mjs';

let site;
before(async () => (site = await startSite()));
after(() => site.close());

const background = (page) =>
  page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const lightnessOf = (colour) => colour.match(/\d+/g).slice(0, 3).map(Number)[0];

test('the first reconstruction stands within 2 s', async () => {
  const { page, close } = await site.open();
  const milliseconds = await page.evaluate(
    () => performance.getEntriesByName('first-reconstruction')[0].startTime,
  );
  console.log(`first reconstruction after ${milliseconds.toFixed(0)} ms`);
  assert.ok(milliseconds < 2000, `${milliseconds} ms`);
  await close();
});

test('four pictures are redrawn within 16 ms of a pen move (median)', async () => {
  const { page, close } = await site.open();
  await clearAndDraw(page);
  const box = await page.locator('.pad-canvas').boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + 60);
  await page.mouse.down();
  for (let step = 0; step < 80; step++) {
    const angle = step / 8;
    await page.mouse.move(
      box.x + box.width * (0.5 + 0.25 * Math.sin(angle)),
      box.y + box.height * (0.5 - 0.3 * Math.cos(angle)),
    );
    await page.waitForTimeout(12);
  }
  await page.mouse.up();
  const median = Number(await page.locator('.latency').getAttribute('data-latency'));
  console.log(`pen to pictures: ${median.toFixed(1)} ms (median)`);
  assert.ok(median > 0 && median < 16, `${median} ms`);
  await close();
});

test('nothing scrolls sideways from 360 px to a wide desktop', async () => {
  const { page, close } = await site.open({ query: '?noise=salt-pepper&level=0.2' });
  for (const width of [360, 390, 600, 719, 768, 1024, 1120, 1440, 1920]) {
    await page.setViewportSize({ width, height: 900 });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(overflow, 0, `at ${width} px`);
  }
  await close();
});

test('nothing moves while the page fills', async () => {
  for (const viewport of [
    { width: 390, height: 844 },
    { width: 1440, height: 900 },
  ]) {
    const prepare = (page) =>
      page.addInitScript(() => {
        window.shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) window.shift += entry.value;
        }).observe({ type: 'layout-shift', buffered: true });
      });
    const { page, close } = await site.open({ prepare, viewport });
    await page.waitForTimeout(300);
    const shift = await page.evaluate(() => window.shift);
    assert.ok(shift < 0.01, `layout shift ${shift} at ${viewport.width} px`);
    await close();
  }
});

test('dark follows the system, the button overrides it, and the choice is remembered', async () => {
  const { page, problems, close } = await site.open({ colorScheme: 'dark' });
  assert.ok(lightnessOf(await background(page)) < 60);
  await page.getByRole('button', { name: 'Switch to the light theme' }).click();
  assert.ok(lightnessOf(await background(page)) > 200);
  await page.reload();
  await allRebuilt(page);
  assert.ok(lightnessOf(await background(page)) > 200);
  await page.keyboard.press('t');
  assert.ok(lightnessOf(await background(page)) < 60);
  assert.deepEqual(problems, []);
  await close();
});

test('the keyboard reaches every control in turn, visibly, and works the pad', async () => {
  const { page, close } = await site.open();
  const reached = new Set();
  for (let press = 0; press < 45; press++) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(() => {
      const element = document.activeElement;
      const marked = element.matches('.segment input') ? element.nextElementSibling : element;
      return {
        name: element.getAttribute('aria-label') ?? element.textContent.trim(),
        outline: getComputedStyle(marked).outlineStyle,
        atEnd: element === document.body,
      };
    });
    if (focus.atEnd) break;
    assert.equal(focus.outline === 'none', false, `${focus.name} shows its focus`);
    reached.add(focus.name);
  }
  for (const name of ['Open model', 'Eraser (E)', 'Undo (Ctrl+Z)', 'Test digit', 'Keep', 'Start']) {
    assert.ok(reached.has(name), `${name} is reached`);
  }
  const first = await seenPixels(page);
  await page.keyboard.press('d');
  await until(() => seenPixels(page), (now) => !same(now, first), 'another digit');
  await page.keyboard.press('e');
  assert.equal(
    await page.getByRole('button', { name: 'Eraser (E)' }).getAttribute('aria-pressed'),
    'true',
  );
  await close();
});

test('every control and picture has a name', async () => {
  const { page, close } = await site.open();
  assert.deepEqual(await nameless(page), []);
  await close();
});
