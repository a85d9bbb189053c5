// If a file of the page is missing, one message names it, and everything that can work without the file
// still does.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  clearAndDraw,
  draw,
  errorOf,
  inkedPixels,
  inProject,
  siteOfTest,
  test,
  three,
  until,
} from '../support/harness.mjs';
import { isolating, plainTypes, staticHost } from '../support/hosts.mjs';
import { openView } from '../support/inside.mjs';

const alertOf = (page, text) => page.getByRole('alert').filter({ hasText: text });

async function drawsInk(page) {
  await page.keyboard.press('c');
  await draw(page, three);
  assert.ok((await inkedPixels(page.locator('.pad-canvas'))) > 100, 'ink on the pad');
}

async function openTab(page, name) {
  await page.locator('.inside').scrollIntoViewIfNeeded();
  await openView(page, name);
}

/** Files that may be missing; `check` looks for the message to the visitor and for what still works. */
const missing = [
  {
    file: /deep-30\.int8\.safetensors/,
    async check(page) {
      await alertOf(page, 'deep-30.int8.safetensors is missing on the host').waitFor();
      await until(
        () => errorOf(page, 'denoising-256'),
        (error) => /^\d/.test(error),
        'the other models',
      );
    },
  },
  {
    file: /test-sample\.idx\.gz/,
    async check(page) {
      await alertOf(page, 'test-sample.idx.gz is missing on the host').waitFor();
      await clearAndDraw(page);
    },
  },
  {
    file: /test-reference-labels/,
    async check(page) {
      await openTab(page, 'Map of codes');
      await page
        .locator('.inside-problem', { hasText: 'test-reference-labels.idx.gz is missing on the host' })
        .waitFor();
      await clearAndDraw(page);
    },
  },
  {
    file: /\.wasm/,
    async check(page) {
      await alertOf(page, /hourglass\S*\.wasm is missing on the host/).waitFor();
      await drawsInk(page);
    },
  },
  {
    file: /hourglass[^/]*\.m?js/,
    async check(page) {
      await alertOf(page, /hourglass\S*\.m?js is missing on the host/).waitFor();
      await drawsInk(page);
    },
  },
  {
    file: /assets\/worker/,
    async check(page) {
      await alertOf(page, /worker\S*\.js is missing on the host/).waitFor();
      await drawsInk(page);
    },
  },
  {
    file: /assets\/MapTab.*js/,
    async check(page) {
      await openTab(page, 'Map of codes');
      await alertOf(page, /MapTab\S*\.js is missing on the host/).waitFor();
      await openTab(page, 'Layers');
      await page.locator('#inside-panel', { hasText: '784' }).waitFor();
    },
  },
  {
    file: /assets\/MapTab.*css/,
    async check(page) {
      await openTab(page, 'Map of codes');
      await alertOf(page, /MapTab\S*\.css is missing on the host/).waitFor();
    },
  },
  {
    file: /assets\/index.*js/,
    check: (page) => alertOf(page, /index\S*\.js is missing on the host/).waitFor(),
  },
  {
    // A script that the views share.
    file: /assets\/useAnswer.*js/,
    async check(page) {
      await openTab(page, 'Map of codes');
      await alertOf(page, /useAnswer\S*\.js is missing on the host/).waitFor();
    },
  },
  {
    file: /assets\/index.*css/,
    async check(page) {
      await alertOf(page, /index\S*\.css is missing on the host/).waitFor();
      await drawsInk(page);
    },
  },
];

for (const [answersWithPage, answer] of [
  [false, 'status 404'],
  [true, 'index.html'],
]) {
  test(`a missing file is reported where the host answers with ${answer}`, async (t) => {
    let lacks;
    const site = await siteOfTest(t, () =>
      staticHost({ has: (file) => !lacks.test(file), answersWithPage, headers: isolating }),
    );
    for (const { file, check } of missing) {
      lacks = file;
      const { page } = await site.open({ query: '?digit=3', wait: false });
      await check(page);
      const messages = await page.locator('.message, [role="alert"]').allInnerTexts();
      assert.ok(messages.length <= 1, `${file}: ${messages.join(' ')}`);
      await site.closePages();
    }
  });
}

test('a tab whose script is gone because of a new version says so, and offers to reload the page', async (t) => {
  const root = mkdtempSync(path.join(tmpdir(), 'hourglass-'));
  t.after(() => rmSync(root, { recursive: true }));
  cpSync(inProject('build/web'), root, { recursive: true });
  let isNew = false;
  // The scripts of the new version have other names, so those of the old version are gone from the host.
  const oldScripts = /^assets\/.*\.js$/;
  const site = await siteOfTest(t, () =>
    staticHost({ root, has: (file) => !(isNew && oldScripts.test(file)), answersWithPage: true, headers: isolating }),
  );
  const { page } = await site.open({ query: '?digit=3&tab=layers&inside=deep-30' });
  await openTab(page, 'Layers');
  await page.locator('#inside-panel', { hasText: '784' }).waitFor();

  isNew = true;
  await openTab(page, 'Map of codes');
  await alertOf(page, 'Hourglass has been updated; reload the page').waitFor();
  await openTab(page, 'Layers');
  await page.locator('#inside-panel', { hasText: '784' }).waitFor();
  await clearAndDraw(page);

  await openTab(page, 'Map of codes');
  const reload = page.getByRole('button', { name: 'Reload the page' });
  await reload.waitFor();
  isNew = false;
  const index = path.join(root, 'index.html');
  writeFileSync(index, readFileSync(index, 'utf8').replace(/<title>.*<\/title>/, '<title>The new version</title>'));
  await reload.click();
  await until(
    () => page.title().catch(() => ''),
    (title) => title === 'The new version',
    'the new version',
  );
});

test('a script or style sheet with a wrong content type is reported together with that type', async (t) => {
  for (const ending of ['.js', '.css']) {
    const site = await siteOfTest(t, () => staticHost({ types: { ...plainTypes, [ending]: 'text/plain' } }));
    const { page } = await site.open({ wait: false });
    const alert = page.getByRole('alert');
    await alert.waitFor();
    assert.match(await alert.innerText(), new RegExp(`The host sends \\S+\\${ending} as text/plain, but browsers`));
    if (ending === '.css') await drawsInk(page);
  }
});

test('opened from a file, the page says that it needs a web server', async (t) => {
  const site = await siteOfTest(t);
  const { page } = await site.open({ path: pathToFileURL(inProject('build/web/index.html')).href, wait: false });
  await alertOf(page, 'only from a web server').waitFor();
});

test('if no script runs, the page says what it needs', async (t) => {
  const site = await siteOfTest(t, () => staticHost({ headers: { 'content-security-policy': "script-src 'none'" } }));
  const { page } = await site.open({ wait: false });
  await page.getByText('it needs JavaScript, WebAssembly and a web server').waitFor();
});
