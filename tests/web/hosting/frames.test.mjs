// The page in frames of other sites, and under policies, settings and sandboxes that restrict it: everything
// that can still work does, and one message says what does not work.
import assert from 'node:assert/strict';
import {
  allRebuilt,
  clearAndDraw,
  draw,
  errorOf,
  inkedPixels,
  same,
  seenPixels,
  siteOfFile,
  siteOfTest,
  test,
  three,
  until,
} from '../support/harness.mjs';
import { framingHost, isolating, staticHost } from '../support/hosts.mjs';
import { openView } from '../support/inside.mjs';

/** Opens the page in a frame of another site; the returned frame can be used like a page. */
async function openFramed(t, { attributes, query = '?digit=3', ...options }) {
  const inner = await staticHost(options);
  t.after(inner.close);
  const site = await siteOfTest(t, () => framingHost(`${inner.address}${query}`, attributes));
  const { page: outer, problems } = await site.open({ serviceWorkers: 'allow', wait: false });
  const frame = await until(() => outer.frames()[1], Boolean, 'a frame');
  const page = Object.assign(Object.create(frame), { mouse: outer.mouse, keyboard: outer.keyboard });
  return { page, outer, problems };
}

const messagesOf = (page) => page.locator('.message').allInnerTexts();

async function drawsInk(page) {
  await draw(page, three);
  assert.ok((await inkedPixels(page.locator('.pad-canvas'))) > 100, 'ink on the pad');
}

/** Draws and keeps a drawing. It cannot be stored: frames of another site have no storage in a private profile. */
async function drawAndKeep(page) {
  await allRebuilt(page);
  await page.locator('h1').click();
  await clearAndDraw(page);
  assert.ok(Number(await errorOf(page, 'deep-30')) < 0.06, 'the drawing is rebuilt');
  await until(
    () => messagesOf(page),
    (texts) => texts.length > 0,
    'a note',
  );
  assert.match((await messagesOf(page)).join(), /^Nothing can be stored in this browser or frame[^,]*$/);
  await page.keyboard.press('k');
  await page.locator('.thumbnail').waitFor();
  await page.locator('.inside').scrollIntoViewIfNeeded();
  await openView(page, 'Units');
  await page.locator('#inside-panel', { hasText: 'of 30' }).waitFor();
  assert.deepEqual(await page.getByRole('alert').allInnerTexts(), []);
}

test('the page works in a frame of another site', async (t) => {
  const { page, problems } = await openFramed(t, {});
  await drawAndKeep(page);
  assert.deepEqual(problems, []);
});

test('in a sandboxed frame the page works if its host allows cross-origin requests; a note says what is missing', async (t) => {
  const { page, problems } = await openFramed(t, {
    attributes: 'sandbox="allow-scripts"',
    headers: { 'access-control-allow-origin': '*' },
  });
  await drawAndKeep(page);
  assert.deepEqual(problems, []);
});

test('in a sandboxed frame of a host without cross-origin access, an error says how to make the page work', async (t) => {
  const { page } = await openFramed(t, { attributes: 'sandbox="allow-scripts"' });
  await page.getByRole('alert').filter({ hasText: 'allow-same-origin' }).waitFor();
});

test('with ?embed=compare a sandboxed frame shows the pad and the comparison, and opens the same drawing on the whole page', async (t) => {
  const { page, outer, problems } = await openFramed(t, {
    query: '?embed=compare',
    attributes: 'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"',
    headers: { 'access-control-allow-origin': '*' },
  });
  await allRebuilt(page);
  await clearAndDraw(page);
  for (const shown of ['.pad', '.pad-tools', '.models']) assert.ok(await page.locator(shown).isVisible(), shown);
  for (const hidden of ['.noise', '.finetune', '.inside', '.explanation', '.tagline', '.more-models']) {
    assert.ok(await page.locator(hidden).isHidden(), hidden);
  }
  assert.deepEqual(await page.locator('.header').getByRole('button').allInnerTexts(), []);
  assert.deepEqual(await messagesOf(page), []);
  await until(
    () => page.evaluate(() => location.search),
    (query) => /drawing=.*embed=compare/.test(query),
    'an address that keeps what is embedded',
  );
  const drawn = await seenPixels(page);
  const [opened] = await Promise.all([
    outer.waitForEvent('popup'),
    page.getByRole('link', { name: 'Open in Hourglass' }).click(),
  ]);
  await allRebuilt(opened);
  assert.ok(same(await seenPixels(opened), drawn), 'the same picture');
  assert.ok(await opened.locator('.inside').isVisible(), 'the whole page');
  assert.doesNotMatch(opened.url(), /embed/);
  assert.deepEqual(problems, []);
});

test('the Content-Security-Policy of the page blocks inline code, code from strings and requests to other hosts', async (t) => {
  const site = await siteOfTest(t, () => staticHost({ headers: isolating }));
  const other = await staticHost({ headers: { 'access-control-allow-origin': '*' } });
  t.after(other.close);
  const { page, problems } = await site.open();
  assert.deepEqual(problems, []);
  const found = await page.evaluate(async (address) => {
    const script = document.createElement('script');
    script.textContent = 'window.ranInline = true';
    document.head.append(script);
    document.body.insertAdjacentHTML('beforeend', '<p id="styled" style="color: rgb(1, 2, 3)"></p>');
    setTimeout('window.ranText = true');
    await new Promise((resolve) => setTimeout(resolve, 0));
    return {
      ranInline: window.ranInline ?? false,
      ranText: window.ranText ?? false,
      colour: getComputedStyle(document.getElementById('styled')).color,
      fetched: await fetch(address).then(
        () => true,
        () => false,
      ),
    };
  }, other.address);
  assert.deepEqual(
    { ...found, colour: found.colour === 'rgb(1, 2, 3)' },
    {
      ranInline: false,
      ranText: false,
      colour: false,
      fetched: false,
    },
  );
});

const site = siteOfFile();

for (const [policy, sentence] of [
  ["script-src 'self'", 'wasm-unsafe-eval'],
  ["worker-src 'none'", 'worker-src'],
]) {
  test(`under the policy ${policy} the pad works and an error names what is forbidden`, async (t) => {
    const strict = await siteOfTest(t, () => staticHost({ headers: { 'content-security-policy': policy } }));
    const { page } = await strict.open({ wait: false });
    await page.getByRole('alert').filter({ hasText: sentence }).waitFor();
    assert.equal((await messagesOf(page)).length, 1);
    await drawsInk(page);
  });
}

/** What browsers, their settings and extensions do to a page before it runs. */
const restrictions = [
  {
    name: 'storage is refused',
    note: 'Nothing can be stored',
    prepare: () => {
      for (const name of ['localStorage', 'indexedDB']) {
        Object.defineProperty(window, name, {
          get() {
            throw new DOMException('refused', 'SecurityError');
          },
        });
      }
    },
  },
  {
    name: 'the database never opens',
    note: 'Nothing can be stored',
    prepare: () => (IDBFactory.prototype.open = () => new EventTarget()),
  },
  {
    name: 'canvas reads are altered',
    note: 'changes what the page reads from its canvas',
    prepare: () => {
      const read = CanvasRenderingContext2D.prototype.getImageData;
      CanvasRenderingContext2D.prototype.getImageData = function (...box) {
        const image = read.apply(this, box);
        for (let index = 0; index < image.data.length; index++) image.data[index] = 256 * Math.random();
        return image;
      };
    },
  },
];

for (const { name, note, prepare } of restrictions) {
  test(`where ${name} the pad works, and one note says what is missing`, async () => {
    const { page } = await site.open({ prepare: (page) => page.addInitScript(prepare) });
    await page.keyboard.press('c');
    await drawsInk(page);
    await until(
      () => messagesOf(page),
      (texts) => texts.some((text) => text.includes(note)),
      'the note',
    );
    assert.equal((await messagesOf(page)).length, 1);
  });
}
