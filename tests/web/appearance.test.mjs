import assert from 'node:assert/strict';
import { allRebuilt, pressOnPad, siteOfFile, test, testInChromium, until, viewsLoaded } from './support/harness.mjs';

const site = siteOfFile();

const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const lightnessOf = (colour) => colour.match(/\d+/g).slice(0, 3).map(Number)[0];

test('nothing scrolls sideways from 320 px to a wide desktop', async () => {
  const { page } = await site.open({ query: '?noise=salt-pepper&level=0.2' });
  for (const width of [320, 339, 360, 390, 600, 719, 768, 1024, 1120, 1440, 1920]) {
    await page.setViewportSize({ width, height: 900 });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(overflow, 0, `at ${width} px`);
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll('.bench button, .segments')]
        .filter((element) => element.getBoundingClientRect().right > innerWidth)
        .map((element) => element.textContent),
    );
    assert.deepEqual(cut, [], `at ${width} px`);
  }
});

/** Opens more models, whose cards have a third button. */
async function addModels(page, titles) {
  await page.locator('.more-models summary').click();
  for (const title of titles) await page.getByRole('button', { name: title, exact: true }).click();
  await until(
    () => page.locator('.model').count(),
    (count) => count === 4 + titles.length,
    'further models',
  );
  await allRebuilt(page);
}

const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, hasTouch: true, isMobile: true };

/** The names of models that do not fit into the width of their card. */
const cutNames = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.model-name h3, .model-id')]
      .filter((text) => text.scrollWidth > text.clientWidth || text.getClientRects()[0].height > 30)
      .map((text) => text.textContent),
  );

/** Counts the cards whose texts overlap their buttons. */
const overlaps = (page) =>
  page.evaluate(() => {
    const boxOf = (element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      return range.getBoundingClientRect();
    };
    const meet = (a, b) => a.right > b.left && b.right > a.left && a.bottom > b.top && b.bottom > a.top;
    return [...document.querySelectorAll('.model')].filter((model) => {
      const actions = model.querySelector('.model-actions').getBoundingClientRect();
      const texts = model.querySelectorAll('.model-name, .model-figures div');
      return [...texts].some((text) => meet(boxOf(text), actions));
    }).length;
  });

test('names, numbers and buttons of models never overlap, and the first models show their whole names', async () => {
  const desktops = [
    { width: 1280, height: 780 },
    { width: 1440, height: 900 },
  ];
  for (const [options, sizes] of [
    [phone, [phone.viewport]],
    [{}, desktops],
  ]) {
    const { page } = await site.open(options);
    const atEachSize = async (find, expected) => {
      for (const size of sizes) {
        await page.setViewportSize(size);
        assert.deepEqual(await find(page), expected, `at ${size.width} px`);
      }
    };
    await atEachSize(cutNames, []);
    await addModels(page, ['Unpooling', '2 × 128 units', 'Deeper, transposed']);
    await atEachSize(overlaps, 0);
  }
});

/** The contrast ratio of two colours, as WCAG 2.2 defines it. */
function contrast(...colours) {
  const luminance = (colour) => {
    const [red, green, blue] = colour
      .match(/[\d.]+/g)
      .slice(0, 3)
      .map((value) => {
        const part = Number(value) / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [lighter, darker] = colours.map(luminance).sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

test('borders of controls and the digits of the map stand out from their background', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const { page } = await site.open({ colorScheme, query: '?inside=deep-30&tab=map' });
    const paper = await background(page);
    const styleOf = (selector, property) =>
      page
        .locator(selector)
        .first()
        .evaluate((element, name) => getComputedStyle(element)[name], property);
    for (const control of [
      '.pad',
      '.segments',
      '.field select',
      '.field input',
      '.choice',
      '.header-actions .button',
    ]) {
      const ratio = contrast(await styleOf(control, 'borderTopColor'), paper);
      assert.ok(ratio >= 3, `${control} has ${ratio.toFixed(2)} in ${colorScheme}`);
    }
    await page.locator('#inside-panel').scrollIntoViewIfNeeded();
    await page.locator('.map-digit').nth(9).waitFor();
    const tile = await styleOf('.pixels', 'backgroundColor');
    for (const digit of await page.locator('.map-digit').all()) {
      const ratio = contrast(await digit.evaluate((element) => getComputedStyle(element).color), tile);
      assert.ok(ratio >= 3.5, `${await digit.innerText()} has ${ratio.toFixed(2)} in ${colorScheme}`);
    }
  }
});

test('a tapped button does not keep its hover colours', async () => {
  const { page } = await site.open(phone);
  const clear = page.getByRole('button', { name: /Clear/ });
  const undo = page.getByRole('button', { name: /Undo/ });
  await clear.tap();
  await undo.tap();
  const colour = () => undo.evaluate((element) => getComputedStyle(element).color);
  const ink = await page.evaluate(() => getComputedStyle(document.body).color);
  await clear.tap();
  await undo.tap();
  await page.getByRole('button', { name: /Redo/ }).tap();
  await until(colour, (now) => now === ink || now.startsWith('rgb(82'), 'the colour of an untouched button');
});

test('selected controls stay visible under forced colours', async () => {
  const { page } = await site.open({ forcedColors: 'active' });
  const backgroundOf = (locator) => locator.evaluate((element) => getComputedStyle(element).backgroundColor);
  const pen = page.getByRole('button', { name: /^Pen/ });
  const eraser = page.getByRole('button', { name: /^Eraser/ });
  assert.notEqual(await backgroundOf(pen), await backgroundOf(eraser));
  const segments = page.locator('.segment span');
  assert.notEqual(await backgroundOf(segments.nth(0)), await backgroundOf(segments.nth(1)));
  assert.equal(await backgroundOf(pen), await backgroundOf(segments.nth(0)), 'both in the colour of the system');
  const scale = await page.locator('.legend-scale').evaluate((element) => getComputedStyle(element).backgroundImage);
  assert.match(scale, /gradient/);
});

test('the layout does not shift while the page loads', async () => {
  for (const viewport of [
    { width: 390, height: 844 },
    { width: 1440, height: 900 },
  ]) {
    const prepare = (page) =>
      page.addInitScript(() => {
        window.shift = 0;
        const add = (entries) => {
          for (const entry of entries) window.shift += entry.value;
        };
        const observer = new PerformanceObserver((list) => add(list.getEntries()));
        observer.observe({ type: 'layout-shift', buffered: true });
        window.shiftSoFar = () => {
          add(observer.takeRecords());
          return window.shift;
        };
      });
    // A new profile has no file in its cache.
    const { page } = await site.open({ prepare, viewport, mayReuse: false });
    // The page has finished loading when it shows the test errors and the name of the module.
    const testFigures = () => page.locator('.model-test dd').allInnerTexts();
    await until(testFigures, (texts) => texts.every((text) => /^\d/.test(text)), 'all test errors');
    await page.locator('.latency[data-module]').waitFor();
    const shift = await page.evaluate(async () => {
      await document.fonts.ready;
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
      return window.shiftSoFar();
    });
    assert.ok(shift < 0.01, `layout shift ${shift} at ${viewport.width} px`);
  }
});

test('the end of the page stays in place when the views above it load', async () => {
  for (const viewport of [
    { width: 390, height: 844 },
    { width: 1280, height: 720 },
    { width: 1440, height: 900 },
  ]) {
    const { page } = await site.open({ viewport });
    const pageHeight = () => page.evaluate(() => document.documentElement.scrollHeight);
    const before = await pageHeight();
    await page.locator('.explanation').scrollIntoViewIfNeeded();
    await viewsLoaded(page);
    const grown = (await pageHeight()) - before;
    assert.ok(Math.abs(grown) < 60, `the page grew by ${grown} px at ${viewport.width} px`);
  }
});

testInChromium('the theme follows the system, the button overrides it, and the choice is remembered', async () => {
  const { page, problems } = await site.open({ colorScheme: 'dark' });
  assert.ok(lightnessOf(await background(page)) < 60);
  await page.getByRole('button', { name: 'Switch to the light theme' }).click();
  assert.ok(lightnessOf(await background(page)) > 200);
  const bars = page.locator('meta[name="theme-color"]').first();
  assert.equal(await bars.getAttribute('content'), await background(page), 'the bars of the browser too');
  await page.reload();
  await allRebuilt(page);
  assert.ok(lightnessOf(await background(page)) > 200);
  await pressOnPad(page, 't');
  assert.ok(lightnessOf(await background(page)) < 60);
  assert.deepEqual(problems, []);
});

test('a dark page is dark before its script runs', async () => {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  const prepare = (page) =>
    page.route('**/assets/index-*.js', async (route) => {
      await released;
      await route.continue();
    });
  const { page } = await site.open({ colorScheme: 'dark', prepare, wait: false, waitUntil: 'commit' });
  await until(
    () => background(page).catch(String),
    (colour) => colour === 'rgb(13, 21, 24)',
    'a dark page',
  );
  release();
  await allRebuilt(page);
});
