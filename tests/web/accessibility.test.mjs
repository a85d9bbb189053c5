// The page by keyboard, by touch and by screen reader.

import assert from 'node:assert/strict';
import {
  draw,
  everythingAnswered,
  nameless,
  pressOnPad,
  same,
  seenPixels,
  siteOfFile,
  test,
  testInChromium,
  until,
} from './support/harness.mjs';

const site = siteOfFile();

/** Lists the visible controls that a finger does not hit everywhere within 44 pixels around their centre. */
function smallTargets(page) {
  return page.evaluate(() => {
    const reach = 21; // of 22, because browsers round the point of a hit test
    const controls = [
      ...document.querySelectorAll('button, a[href], select, textarea, summary, input, [tabindex="0"]'),
    ];
    const visible = controls.filter(
      (control) => control.checkVisibility({ visibilityProperty: true }) && !control.matches('.visually-hidden'),
    );
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
  for (const summary of await page.locator('summary').all()) await summary.tap();
  assert.deepEqual(await smallTargets(page), []);
  const views = page.getByRole('combobox', { name: 'Chapter and view' });
  for (const view of await views.locator('option').allInnerTexts()) {
    await views.selectOption({ label: view });
    await everythingAnswered(page.locator('#inside-panel'));
    assert.deepEqual(await smallTargets(page), [], view);
  }
  await page.getByRole('button', { name: 'Share' }).tap();
  assert.deepEqual(await smallTargets(page), [], 'the dialog');
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

test('every control and picture has an accessible name', async () => {
  const { page } = await site.open();
  assert.deepEqual(await nameless(page), []);
});
