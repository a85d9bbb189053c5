import { effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../../language/t';
import { pageAddress } from '../../state/address';
import { Icon } from '../../ui/Icon';

/** Leads from a frame of another page to the whole page with the same drawing. `prepare` makes it fit in a link. */
export function OpenInHourglass({ prepare }: { prepare: () => boolean }) {
  const link = useRef<HTMLAnchorElement>(null);
  const follow = () => {
    if (link.current) link.current.href = pageAddress();
  };
  useEffect(() => effect(follow), []);
  const fit = () => {
    prepare();
    follow();
  };
  return (
    <a ref={link} class="button open-in-hourglass" href="./" target="_blank" rel="noopener" onClick={fit}>
      <Icon name="leave" />
      {t`Open in Hourglass`}
    </a>
  );
}
