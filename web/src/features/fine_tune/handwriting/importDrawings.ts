// Adds drawings from the visitor's files to those that networks learn from.

import { signal } from '@preact/signals';
import { failed } from '../../../engine/protocol';
import { plural, t } from '../../../language/t';
import { showError, showUndoable } from '../../../state/messages';
import type { Drawing } from '../../../state/state';
import { addDrawings, dropDrawings, mostDrawings, roomLeft } from '../../../state/trainingDrawings';
import { wholeNumber } from '../../../ui/numbers';
import { type Content, readDrawings } from './readDrawings';

type Found = Pick<Drawing, 'pixels' | 'label'>;
type Named<Kind> = { name: string } & Extract<Content, { kind: Kind }>;

const digits = 10;

/** A sentence for each file of the last selection that was not added as it is. */
export const importProblems = signal<readonly string[]>([]);

/** The name of the images that belong to a file of labels, as in MNIST: train-images-idx3-ubyte. */
const imagesName = (name: string) => name.replace(/\.gz$/, '').replace('labels', 'images').replace('idx1', 'idx3');

class Selection {
  readonly images: Named<'images'>[] = [];
  readonly labels: Named<'labels'>[] = [];
  readonly problems: string[] = [];
  private readonly labelsOf = new Map<Named<'images'>, Uint8Array>();

  async read(file: File): Promise<void> {
    const content = await readDrawings(file);
    if (failed(content)) this.problems.push(content.error);
    else if (content.value.kind === 'labels') this.labels.push({ name: file.name, ...content.value });
    else this.images.push({ name: file.name, ...content.value });
  }

  private imagesFor({ name }: Named<'labels'>): Named<'images'> | undefined {
    if (this.images.length === 1 && this.labels.length === 1) return this.images[0];
    return this.images.find((file) => imagesName(file.name) === imagesName(name));
  }

  private objection({ labels }: Named<'labels'>, file: Named<'images'> | undefined): string | null {
    if (!file) return t`expected the images that these labels belong to in the same selection, found none`;
    if (labels.length !== file.count) {
      return t`expected ${wholeNumber(file.count)} labels, one per image of ${file.name}, found ${wholeNumber(labels.length)}; the images have no labels yet`;
    }
    const other = labels.find((label) => label >= digits);
    return other === undefined ? null : t`expected digits from 0 to 9, found ${other}; the images have no labels yet`;
  }

  pairUp(): void {
    for (const one of this.labels) {
      const file = this.imagesFor(one);
      const objection = this.objection(one, file);
      if (objection) this.problems.push(`${one.name}: ${objection}.`);
      else if (file) this.labelsOf.set(file, one.labels);
    }
  }

  private drawingsOf(file: Named<'images'>): Found[] {
    const labels = this.labelsOf.get(file);
    return file.images.map((pixels, index) => ({ pixels, label: labels?.[index] ?? null }));
  }

  /** Adds what there is room for; what is left out is a problem too. */
  async add(): Promise<Drawing[]> {
    const added: Drawing[] = [];
    for (const file of this.images) {
      const room = roomLeft();
      const ofFile = await addDrawings(this.drawingsOf(file));
      added.push(...ofFile);
      if (room === 0)
        this.problems.push(
          t`${file.name} was left out: you can keep at most ${mostDrawings} drawings. Remove some first.`,
        );
      else if (file.count > room) {
        this.problems.push(
          t`${file.name} has ${wholeNumber(file.count)} images, of which ${ofFile.length} were added: you can keep at most ${mostDrawings} drawings.`,
        );
      }
    }
    return added;
  }
}

function report(added: readonly Drawing[], problems: readonly string[]): void {
  importProblems.value = problems;
  const text = plural(added.length, t`One drawing added.`, t`${added.length} drawings added.`);
  const reasons = problems.length > 0 ? ` ${t`“Your handwriting” says what was left out.`}` : '';
  if (added.length > 0) {
    showUndoable(text + reasons, () => void dropDrawings(added));
  } else if (problems.length > 0) showError(t`No drawing was added. “Your handwriting” says why.`);
  else showError(t`No drawing was added: you have kept all of them already.`);
}

/** Reads IDX files, with labels or without, and pictures of digits; whatever is wrong with one file, the others count. */
export async function importDrawings(files: readonly File[]): Promise<void> {
  importProblems.value = [];
  const selection = new Selection();
  for (const file of files) await selection.read(file);
  selection.pairUp();
  const added = await selection.add();
  report(added, selection.problems);
}

/** Whether files dropped on this element are meant as drawings. */
export const takesDrawings = (target: Element) => target.closest('.handwriting') !== null;
