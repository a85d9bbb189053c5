// Line icons on a 20×20 grid, drawn for this page.

const paths = {
  pen: 'M4 16l1-4L13.5 3.5a1.4 1.4 0 0 1 2 0l1 1a1.4 1.4 0 0 1 0 2L8 15zM11.5 5.5l3 3',
  eraser: 'M7.5 16.5l-4-4a1.5 1.5 0 0 1 0-2l7-7a1.5 1.5 0 0 1 2 0l4 4a1.5 1.5 0 0 1 0 2l-7 7zM7 7l6 6M7.5 16.5H17',
  undo: 'M7 4L3.5 7.5 7 11M4 7.5h7.5a4.25 4.25 0 0 1 0 8.5H8',
  redo: 'M13 4l3.5 3.5L13 11M16 7.5H8.5a4.25 4.25 0 0 0 0 8.5H12',
  clear: 'M4 6h12M8 6V4h4v2M5.5 6l.7 10.5h7.6L14.5 6M8.5 9v5M11.5 9v5',
  dice: 'M4 6.5L10 3l6 3.5v7L10 17l-6-3.5zM4 6.5l6 3.5 6-3.5M10 10v7',
  keep: 'M10 4v12M4 10h12',
  sun: 'M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1',
  moon: 'M16.5 11.8A7 7 0 1 1 8.2 3.5a5.5 5.5 0 0 0 8.3 8.3z',
  open: 'M10 13V3.5M6.5 7L10 3.5 13.5 7M4 12v4h12v-4',
  save: 'M10 3.5V13M6.5 9.5L10 13l3.5-3.5M4 12v4h12v-4',
  share:
    'M13.2 6.1L6.8 9.2M6.8 10.8l6.4 3.1M15 3a2 2 0 1 0 0 4 2 2 0 0 0 0-4M5 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4M15 13a2 2 0 1 0 0 4 2 2 0 0 0 0-4',
  leave: 'M11 4h5v5M16 4l-7 7M14 12v4H4V6h4',
  about: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M10 9.2v4.3M10 6.4v.2',
  seen: 'M2.5 10S5.5 5 10 5s7.5 5 7.5 5-3 5-7.5 5-7.5-5-7.5-5M10 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4',
  hidden: 'M2.5 8.5S5.5 13.5 10 13.5s7.5-5 7.5-5M4.2 11.2l-1.5 1.9M7.8 13.2l-.6 2.2M12.2 13.2l.6 2.2M15.8 11.2l1.5 1.9',
  close: 'M5 5l10 10M15 5L5 15',
  reroll: 'M16 10a6 6 0 1 1-1.8-4.3M16 3v3.5h-3.5',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
