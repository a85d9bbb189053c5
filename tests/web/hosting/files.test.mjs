import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import {
  allRebuilt,
  errorOf,
  inProject,
  rebuiltPixels,
  same,
  siteOfFile,
  test,
  three,
  until,
} from '../support/harness.mjs';

const site = siteOfFile();

const field = (page) => page.getByLabel('Model file');
const asFile = (name, buffer) => ({ name, mimeType: 'application/octet-stream', buffer });

async function save(page, title) {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: `Save ${title} as a file` }).click();
  const download = await downloading;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

test('a fine-tuned model can be saved, and the file gives exactly the same picture when reopened', async () => {
  const { page, problems } = await site.open({ query: '?digit=3&model=dense-128-32' });
  const shipped = await rebuiltPixels(page, 'dense-128-32');
  await page.getByRole('combobox', { name: 'Steps' }).selectOption({ label: '100' });
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.locator('.finetune[data-phase="finished"]').waitFor();
  await allRebuilt(page);
  const tuned = await rebuiltPixels(page, 'dense-128-32');
  assert.ok(!same(tuned, shipped), 'other weights');
  const { name, bytes } = await save(page, 'Dense');
  assert.equal(name, 'dense-128-32-tuned.safetensors');
  await field(page).setInputFiles(asFile(name, bytes));
  await until(
    () => errorOf(page, 'file-1'),
    (error) => /^\d/.test(error),
    'a further model',
  );
  await allRebuilt(page);
  assert.ok(same(await rebuiltPixels(page, 'file-1'), tuned));
  await page.getByRole('button', { name: 'Close dense-128-32' }).click();
  await until(
    () => page.locator('.model').count(),
    (count) => count === 4,
    'the closing',
  );
  assert.deepEqual(problems, []);
});

test('a file dropped on the page is opened', async () => {
  const { page, problems } = await site.open();
  const bytes = [...(await readFile(inProject('web/public/models/pca-30.safetensors')))];
  await page.evaluate((content) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(content)], 'dropped.safetensors'));
    const event = (type) => new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true });
    document.body.dispatchEvent(event('dragover'));
    document.body.dispatchEvent(event('drop'));
  }, bytes);
  const error = await until(
    () => errorOf(page, 'file-1'),
    (text) => /^\d/.test(text),
    'the model',
  );
  assert.equal(error, await errorOf(page, 'pca-30'));
  assert.equal(await page.locator('.drop-target').count(), 0);
  assert.deepEqual(problems, []);
});

test('a file that is not a model gives an error that can be dismissed', async () => {
  const { page, problems } = await site.open();
  const whole = await readFile(inProject('web/public/models/pca-30.safetensors'));
  const broken = [
    asFile('letter.safetensors', Buffer.from('Dear reader, this is no network.')),
    asFile('short.safetensors', whole.subarray(0, whole.length / 2)),
    asFile('nothing.safetensors', Buffer.alloc(0)),
  ];
  for (const file of broken) {
    await field(page).setInputFiles(file);
    const alert = page.getByRole('alert').filter({ hasText: file.name });
    await alert.waitFor();
    assert.ok((await alert.innerText()).length > file.name.length + 20, 'it says why');
    await alert.getByRole('button', { name: 'Dismiss this message' }).click();
    await until(
      () => alert.count(),
      (count) => count === 0,
      'dismissal',
    );
  }
  assert.equal(await page.locator('.model').count(), 4);
  assert.deepEqual(problems, []);
});

test('a file of another kind is not called a broken model', async () => {
  const { page } = await site.open();
  await field(page).setInputFiles(asFile('table.csv', Buffer.from('epoch,loss\n1,0.09\n')));
  const text = await page.getByRole('alert').innerText();
  assert.equal(text.trim(), 'table.csv is not a model: this page opens .safetensors files.');
});

test('a picture can be put on the pad, where the networks rebuild it and it can be kept', async () => {
  const { page, problems } = await site.open();
  const dataUrl = await page.evaluate((points) => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 300;
    const context = canvas.getContext('2d');
    context.fillStyle = '#f4f0e8';
    context.fillRect(0, 0, 300, 300);
    context.lineWidth = 22;
    context.strokeStyle = '#222';
    context.lineCap = context.lineJoin = 'round';
    for (const [x, y] of points) context.lineTo(300 * x, 300 * y);
    context.stroke();
    return canvas.toDataURL();
  }, three);
  const buffer = Buffer.from(dataUrl.split(',')[1], 'base64');
  const errorOfSample = await errorOf(page, 'deep-30');
  await field(page).setInputFiles({ name: 'three.png', mimeType: 'image/png', buffer });
  const offer = page.getByRole('status').filter({ hasText: 'three.png is a picture, not a model.' });
  await offer.getByRole('button', { name: 'Put it on the pad' }).click();
  await until(
    () => errorOf(page, 'deep-30'),
    (error) => error !== errorOfSample && Number(error) < 0.006,
    'a three that is rebuilt',
  );
  await page.getByRole('button', { name: 'Keep' }).click();
  await page.locator('.thumbnail').waitFor();
  await field(page).setInputFiles({ name: 'no.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await page.getByRole('button', { name: 'Put it on the pad' }).click();
  assert.match(await page.getByRole('alert').innerText(), /no\.png could not be read as a picture/);
  assert.deepEqual(problems, []);
});

test('offline, choosing a model that was never downloaded says what is wrong', async () => {
  const { page } = await site.open();
  await page.context().setOffline(true);
  await page.locator('.more-models summary').click();
  await page.getByRole('button', { name: 'Simple', exact: true }).click();
  const alert = page.getByRole('alert');
  await alert.waitFor();
  const text = 'The model simple-32 could not be loaded: you are offline, and it has not been downloaded yet';
  assert.equal((await alert.innerText()).trim(), text);
});

test('a shipped model that cannot be fetched is reported, and the others still work', async () => {
  const prepare = (page) => page.route('**/deep-30.int8.safetensors', (route) => route.abort());
  const { page } = await site.open({ prepare, wait: false });
  const alert = page.getByRole('alert').filter({ hasText: 'deep-30' });
  await alert.waitFor();
  await until(
    () => errorOf(page, 'denoising-256'),
    (error) => /^\d/.test(error),
    'the others',
  );
  assert.equal(await errorOf(page, 'deep-30'), '–');
});

test('a truncated or damaged data file is named in an error', async () => {
  const packed = await readFile(inProject('web/public/data/test-sample.idx.gz'));
  const damaged = Buffer.from(packed);
  damaged.fill(0xff, 100, 200);
  for (const body of [packed.subarray(0, packed.length / 2), damaged]) {
    const prepare = (page) => page.route('**/test-sample.idx.gz', (route) => route.fulfill({ body }));
    const { page } = await site.open({ prepare, wait: false });
    const alert = page.getByRole('alert').filter({ hasText: 'test-sample.idx.gz' });
    await alert.waitFor();
    assert.match(await alert.innerText(), /could not be loaded: expected .* complete gzip file/);
  }
});

test('a module that cannot be fetched is reported', async () => {
  const prepare = (page) => page.route('**/*.wasm', (route) => route.abort());
  const { page } = await site.open({ prepare, wait: false });
  const alert = page.getByRole('alert');
  await alert.waitFor();
  assert.match(await alert.innerText(), /network module could not be started/);
});

test('in a browser without SIMD an error says what is missing', async () => {
  const prepare = (page) => page.addInitScript(() => (WebAssembly.validate = () => false));
  const { page } = await site.open({ prepare, wait: false });
  const alert = page.getByRole('alert');
  await alert.waitFor();
  assert.match(await alert.innerText(), /SIMD/);
});
