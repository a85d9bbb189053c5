// Opens files that the visitor chooses or drops on the page.

import { t } from '../language/t';
import { showError, showNote, showOffer } from './messages';
import { openCheckpoint } from './models';

/** In bytes, larger than any model here. Reading a video into memory by mistake would freeze the tab. */
const largestFile = 256 * 1024 * 1024;
/** The byte at which the header of a safetensors file starts: the header's length comes first. */
const headerStart = 8;

type PutOnPad = (picture: File) => Promise<void>;

/** Says why a file cannot be a model, judging by its size and first bytes, or returns null. */
function objection(file: File, start: Uint8Array): string | null {
  if (file.size > largestFile) return t`${file.name} is too large: this page opens models of up to 256 MB.`;
  // A safetensors file begins with the length of its header, which is JSON.
  const isModel = start.length > headerStart && start[headerStart] === '{'.charCodeAt(0);
  return isModel ? null : t`${file.name} is not a model: this page opens .safetensors files.`;
}

async function openFile(file: File, putOnPad: PutOnPad): Promise<void> {
  if (file.type.startsWith('image/')) {
    showOffer(t`${file.name} is a picture, not a model.`, t`Put it on the pad`, () => void putOnPad(file));
    return;
  }
  const refusal = objection(file, new Uint8Array(await file.slice(0, headerStart + 1).arrayBuffer()));
  if (refusal) {
    showError(refusal);
    return;
  }
  const problem = await openCheckpoint(file.name, new Uint8Array(await file.arrayBuffer()));
  if (problem) showError(t`${file.name} cannot be opened: ${problem}`);
  else showNote(t`${file.name} is open. It is listed after the other models.`);
}

/** Opens models; a picture is offered to `putOnPad` instead. */
export async function openFiles(files: Iterable<File>, putOnPad: PutOnPad): Promise<void> {
  for (const file of files) await openFile(file, putOnPad);
}
