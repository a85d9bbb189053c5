// The page by keyboard, by touch and by screen reader.

import assert from 'node:assert/strict';
import {
  clearAndDraw,
  draw,
  everythingAnswered,
  nameless,
  pressOnPad,
  recordTexts,
  same,
  seenPixels,
  siteOfFile,
  test,
  testInChromium,
  train,
  until,
} from './support/harness.mjs';

const site = siteOfFile();

/** Lists the visible controls that a finger does not hit everywhere within 44 pixels around their centre. */
function smallTargets(page, part = 'body') {
  return page.locator(part).evaluate((element) => {
    const reach = 21; // of 22, because browsers round the point of a hit test
    const controls = [...element.querySelectorAll('button, a[href], select, textarea, summary, input, [tabindex="0"]')];
    const visible = controls.filter((control) => control.checkVisibility({ visibilityProperty: true }));
    const isSmall = (control) => {
      control.scrollIntoView({ block: 'center', inline: 'center' });
      const target = control.closest('label') ?? control;
      const { left, top, width, height } = control.getBoundingClientRect();
      const isHit = (x, y) => target.contains(document.elementFromPoint(left + width / 2 + x, top + height / 2 + y));
      return !(isHit(-reach, 0) && isHit(reach, 0) && isHit(0, -reach) && isHit(0, reach));
    };
    return visible.filter(isSmall).map((control) => control.outerHTML.slice(0, 160));
  });
}

const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, hasTouch: true, isMobile: true };

testInChromium('on a touch screen every control of every view can be hit within 44 pixels', async () => {
  const { page } = await site.open({ ...phone, query: '?noise=gaussian&inside=deep-30&tab=layers' });
  for (const summary of await page.locator('summary:not(.inside *)').all()) await summary.tap();
  for (const width of [320, 360, 390]) {
    await page.setViewportSize({ ...phone.viewport, width });
    assert.deepEqual(await smallTargets(page), [], `at ${width} px`);
  }
  const views = page.getByRole('combobox', { name: 'Chapter and view' });
  for (const view of await views.locator('option').allInnerTexts()) {
    await views.selectOption({ label: view });
    await everythingAnswered(page.locator('#inside-panel'));
    assert.deepEqual(await smallTargets(page), [], view);
  }
  await page.getByRole('button', { name: 'Share' }).tap();
  assert.deepEqual(await smallTargets(page, 'dialog'), [], 'the dialog');
});

test('the keyboard reaches every control with a visible focus, and operates the pad', async () => {
  const { page } = await site.open();
  await draw(page, [
    [0.2, 0.2],
    [0.8, 0.8],
  ]);
  await page.locator('.wordmark').click();
  const reached = new Set();
  for (let press = 0; press < 45; press++) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(() => {
      const element = document.activeElement;
      const marked = element.matches('.segment input')
        ? element.nextElementSibling
        : (element.closest('.pad') ?? element);
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
  const pad = 'Drawing pad: draw a digit with mouse, finger, pen or arrow keys';
  for (const name of ['Open model', pad, 'Eraser (E)', 'Undo (Ctrl+Z)', 'Test digit', 'Keep', 'Start']) {
    assert.ok(reached.has(name), `${name} is reached`);
  }
  const first = await seenPixels(page);
  await pressOnPad(page, 'd');
  await until(
    () => seenPixels(page),
    (now) => !same(now, first),
    'another digit',
  );
  await pressOnPad(page, 'e');
  assert.equal(await page.getByRole('button', { name: 'Eraser (E)' }).getAttribute('aria-pressed'), 'true');
});

test('every control and picture has a name, which says what the picture shows; progress is announced without chatter', async () => {
  const { page } = await site.open({ query: '?digit=3&model=dense-128-32&tab=curves&inside=deep-30' });
  assert.deepEqual(await nameless(page), []);
  const pictures = (name) => page.getByRole('img', { name });
  const where = /\d+ dark pixels in rows \d+ to \d+ and columns \d+ to \d+/;
  await pictures(new RegExp(`^The digit as 28 by 28 pixels: ${where.source}$`)).waitFor();
  await pictures(new RegExp(`^Rebuilt by PCA, error 0\\.\\d+: ${where.source}$`)).waitFor();
  await pictures(/^Difference between PCA's picture .*: [\d.]+ pixels of ink missing and [\d.]+ extra$/).waitFor();
  await pictures(/^The code: 30 numbers from −[\d.]+ to [\d.]+$/)
    .first()
    .waitFor();

  const pad = () => page.locator('#pad-content').textContent();
  assert.equal(await pad(), 'On the pad: a test digit.');
  await clearAndDraw(page);
  assert.match(await pad(), /^On the pad: one stroke in rows 6 to 2\d and columns 9 to 19 of 28\.$/);
  const status = (text) => page.getByRole('status').filter({ hasText: text });
  await status(/^Errors: PCA 0\.\d+, Dense 0\.\d+, Deep 0\.\d+, Denoising 0\.\d+$/).waitFor();

  const said = await recordTexts(page.locator('.finetune-run > p[role="status"]'));
  await train(page);
  await status(/^Dense has finished: step 100 of 100, loss/).waitFor();
  assert.ok((await said()).length <= 4, (await said()).join('\n'));

  await page.locator('.inside').scrollIntoViewIfNeeded();
  await pictures(
    /^Loss after each epoch; Deep: [\d.]+ at epoch 1, [\d.]+ at epoch \d+, lowest [\d.]+ at epoch \d+;/,
  ).waitFor();
});

test('a screen reader meets one button for each kind of file, and hears which number is an error', async () => {
  const { page, problems } = await site.open();
  const heard = await page.locator('body').ariaSnapshot();
  for (const field of ['Model file', 'Files of drawings']) assert.ok(!heard.includes(field), field);
  for (const button of ['Open model', 'Add from files']) assert.ok(heard.includes(`button "${button}"`), button);
  assert.equal(heard.match(/- term: error \(MSE\).*\n *- definition: "0\.\d+"/g)?.length, 4);
  assert.ok(!/- definition$/m.test(heard), 'a definition without words');
  assert.deepEqual(problems, []);
});
