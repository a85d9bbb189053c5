// Drawing by keys: the arrow keys move a pen over a grid that is as fine as the networks' pictures.

import { signal } from '@preact/signals';
import { imageSide } from '../../engine/protocol';
import { t } from '../../language/t';
import { notePenEvent } from '../../state/live';
import type { InkPoint } from '../../state/marks';
import { state } from '../../state/state';
import type { Shortcut } from '../../ui/action';
import { beginStroke, endStroke, inkWidth, strokeInProgress } from './inkHistory';

export const penKeys: readonly Shortcut[] = [
  { keys: 'Arrow keys', name: t`move the pen; two at once move it diagonally` },
  { keys: 'Shift+Arrow', name: t`move it four steps` },
  { keys: 'Space', name: t`put the pen down or lift it` },
  { keys: 'Escape', name: t`lift the pen, or hide it` },
];

/** A cell of the grid, counted from 0 at the top left. */
interface Cell {
  row: number;
  column: number;
}

const directions = new Map<string, Cell>([
  ['ArrowUp', { row: -1, column: 0 }],
  ['ArrowDown', { row: 1, column: 0 }],
  ['ArrowLeft', { row: 0, column: -1 }],
  ['ArrowRight', { row: 0, column: 1 }],
]);
const largeStep = 4;
const modifiers = ['Shift', 'Control', 'Alt', 'Meta'];

interface Pen extends Cell {
  isShown: boolean;
  isDown: boolean;
}

/** The pen that the keys move; it is shown from its first move until the pad loses the focus. */
export const keyPen = signal<Pen>({ row: imageSide / 2, column: imageSide / 2, isShown: false, isDown: false });

/** The middle of a row or column, as a fraction of the pad's side. */
export const middleOf = (index: number): number => (index + 0.5) / imageSide;

const inGrid = (index: number): number => Math.max(0, Math.min(imageSide - 1, index));

function pointOf({ row, column }: Cell): InkPoint {
  return { x: middleOf(column), y: middleOf(row), width: inkWidth(state.pad.tool.value === 'eraser', null) };
}

function change(part: Partial<Pen>): void {
  keyPen.value = { ...keyPen.value, ...part };
}

function lift(): void {
  if (!keyPen.value.isDown) return;
  change({ isDown: false });
  endStroke();
}

function putDown(): void {
  if (strokeInProgress()) return;
  change({ isShown: true, isDown: true });
  beginStroke(state.pad.tool.value === 'eraser', pointOf(keyPen.value));
}

export class KeyPen {
  private readonly held = new Set<string>();

  /** `draw` adds points to the stroke in progress. */
  constructor(private readonly draw: (points: readonly InkPoint[]) => void) {}

  down(event: KeyboardEvent): void {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isPlain && this.handles(event)) event.preventDefault();
    // Any other key may be a shortcut that changes the ink.
    else if (!modifiers.includes(event.key)) lift();
  }

  up({ key }: KeyboardEvent): void {
    this.held.delete(key);
  }

  leave(): void {
    this.held.clear();
    lift();
    change({ isShown: false });
  }

  private handles({ key, shiftKey, repeat, timeStamp }: KeyboardEvent): boolean {
    if (directions.has(key)) {
      this.held.add(key);
      this.move(shiftKey ? largeStep : 1, timeStamp);
      return true;
    }
    const { isShown, isDown } = keyPen.value;
    const isTap = key === ' ' || key === 'Enter';
    if (!isTap && !(key === 'Escape' && isShown)) return false;
    if (repeat) return true;
    if (isDown) lift();
    else if (isTap) putDown();
    else change({ isShown: false });
    return true;
  }

  /** Moves the pen in the direction of all arrow keys that are held. */
  private move(steps: number, timeStamp: number): void {
    const start = keyPen.value;
    const turns = [...this.held].flatMap((key) => directions.get(key) ?? []);
    const path = Array.from({ length: steps }, (_, step) => ({
      row: inGrid(turns.reduce((row, turn) => row + (step + 1) * turn.row, start.row)),
      column: inGrid(turns.reduce((column, turn) => column + (step + 1) * turn.column, start.column)),
    }));
    change({ ...path.at(-1), isShown: true });
    if (!start.isDown) return;
    notePenEvent(timeStamp);
    this.draw(path.map(pointOf));
  }
}
