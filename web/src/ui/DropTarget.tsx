import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../language/t';
import './dropTarget.css';

const hovering = signal(false);

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

interface DropTargetProps {
  /** `target` is the element that the files were dropped on. */
  open: (files: readonly File[], target: Element) => Promise<void>;
}

function watchDrops(open: DropTargetProps['open']): () => void {
  const over = (event: DragEvent) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    hovering.value = true;
  };
  const leave = (event: DragEvent) => {
    if (event.relatedTarget === null) hovering.value = false;
  };
  const drop = (event: DragEvent) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    hovering.value = false;
    void open([...(event.dataTransfer?.files ?? [])], event.target as Element);
  };
  window.addEventListener('dragover', over);
  window.addEventListener('dragleave', leave);
  window.addEventListener('drop', drop);
  return () => {
    window.removeEventListener('dragover', over);
    window.removeEventListener('dragleave', leave);
    window.removeEventListener('drop', drop);
  };
}

/** Accepts files dropped anywhere on the page, and shows a hint while one hovers over it. */
export function DropTarget({ open }: DropTargetProps) {
  useEffect(() => watchDrops(open), []);
  return hovering.value ? <div class="drop-target">{t`Drop a model, pictures or drawings in IDX files`}</div> : null;
}
