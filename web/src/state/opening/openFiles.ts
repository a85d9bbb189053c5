// Opens files that the visitor chooses or drops on the page.

import { isGzip } from '../../engine/gzip';
import { isIdx } from '../../engine/idx';
import { failed } from '../../engine/protocol';
import { type Header, headerStart, readHeader } from '../../engine/safetensors';
import { t } from '../../language/t';
import { showError, showNote, showOffer, showRestriction } from '../messages';
import { openCheckpoint } from '../models';
import { asCheckpoint, isStateDict } from './stateDict';

/** In bytes, larger than any model here. Reading a video into memory by mistake would freeze the tab. */
const largestFile = 256 * 1024 * 1024;

/** What other parts of the page do with files that are not models. */
export interface OtherFiles {
  putOnPad: (picture: File) => Promise<void>;
  addDrawings: (files: readonly File[]) => Promise<void>;
}

const start = async (file: File) => new Uint8Array(await file.slice(0, headerStart + 1).arrayBuffer());

/** Says why a file cannot be a model, judging by its size and first bytes, or returns null. */
function objection(file: File, first: Uint8Array): string | null {
  if (file.size > largestFile) return t`${file.name} is too large: this page opens models of up to 256 MB.`;
  if (/\.(pt|pth|ckpt)$/.test(file.name))
    return t`${file.name} is in PyTorch's own format. Save the network's state_dict() with the package safetensors, and open that file.`;
  // A safetensors file begins with the length of its header, which is JSON.
  const isModel = first.length > headerStart && first[headerStart] === '{'.charCodeAt(0);
  return isModel ? null : t`${file.name} is not a model: this page opens .safetensors files.`;
}

/** Opens a file of weights whose network the page has to infer, and says what it assumed. */
async function openWeights(name: string, bytes: Uint8Array, header: Header): Promise<string | null> {
  const checkpoint = await asCheckpoint(bytes, header);
  if (failed(checkpoint)) return checkpoint.error;
  const problem = await openCheckpoint(name, checkpoint.value.bytes);
  if (!problem)
    showRestriction(
      t`${name} is open and listed after the other models. It holds weights only, so the page assumes these layers: ${checkpoint.value.layers}. If your network has other activations, its pictures here are wrong.`,
    );
  return problem;
}

async function openModel(file: File, first: Uint8Array): Promise<void> {
  const refusal = objection(file, first);
  if (refusal) {
    showError(refusal);
    return;
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const header = readHeader(bytes);
  const isWeights = header !== null && isStateDict(header);
  const problem = await (isWeights ? openWeights(file.name, bytes, header) : openCheckpoint(file.name, bytes));
  if (problem) showError(t`${file.name} cannot be opened: ${problem}`);
  else if (!isWeights) showNote(t`${file.name} is open. It is listed after the other models.`);
}

function offerPictures(pictures: readonly File[], { putOnPad, addDrawings }: OtherFiles): void {
  const [first, second] = pictures;
  if (first && second) {
    const text = t`${pictures.length} of the files are pictures, not models.`;
    showOffer(text, t`Add them to your drawings`, () => void addDrawings(pictures));
  } else if (first)
    showOffer(t`${first.name} is a picture, not a model.`, t`Put it on the pad`, () => void putOnPad(first));
}

/** Opens models and adds drawings from IDX files. For pictures it offers what can be done with them. */
export async function openFiles(files: Iterable<File>, others: OtherFiles): Promise<void> {
  const pictures: File[] = [];
  const drawings: File[] = [];
  for (const file of files) {
    const first = await start(file);
    if (isGzip(first) || isIdx(first)) drawings.push(file);
    else if (file.type.startsWith('image/')) pictures.push(file);
    else await openModel(file, first);
  }
  offerPictures(pictures, others);
  if (drawings.length > 0) await others.addDrawings(drawings);
}
