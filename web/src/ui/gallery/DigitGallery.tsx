import { Picture } from '../Picture';
import './digitGallery.css';

export interface GalleryDigit {
  pixels: Float32Array;
  /** What assistive technology says of the picture. */
  label: string;
  /** What stands below it: a heading, and a number or a word. */
  heading: string;
  detail: string;
}

export function DigitGallery({ digits }: { digits: readonly GalleryDigit[] }) {
  return (
    <ol class="gallery" style={{ '--count': digits.length }}>
      {digits.map(({ pixels, label, heading, detail }) => (
        <li key={label}>
          <Picture values={pixels} label={label} />
          <span class="gallery-heading">{heading}</span>
          <span class="gallery-detail">{detail}</span>
        </li>
      ))}
    </ol>
  );
}
