import type { ComponentChildren } from 'preact';
import { pixelCount } from '../../engine/protocol';
import type { Colours } from '../../theme/palette';
import { Picture } from '../../ui/Picture';
import './captionedPicture.css';

const blank = new Float32Array(pixelCount);

interface CaptionedPictureProps {
  /** Null until the pixels arrive; until then, a blank picture takes up the space. */
  pixels: Float32Array | null;
  label: string;
  colours?: Colours;
  /** The caption. */
  children?: ComponentChildren;
}

export function CaptionedPicture({ pixels, children, ...picture }: CaptionedPictureProps) {
  return (
    <figure class="picture">
      <Picture values={pixels ?? blank} {...picture} />
      <figcaption>{children}</figcaption>
    </figure>
  );
}
