import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { hasEmptyStyleSheet, linkedFileProblem } from '../../engine/linkedFiles';
import { t } from '../../language/t';
import { reasonText } from '../../state/messages';

export type Load<P> = () => Promise<{ default: ComponentType<P> }>;

interface Loaded<P> {
  component: ComponentType<P> | null;
  error: string | null;
}

async function fetchComponent<P>(load: Load<P>): Promise<Loaded<P>> {
  try {
    const { default: component } = await load();
    return { component, error: hasEmptyStyleSheet() ? await linkedFileProblem() : null };
  } catch (reason) {
    const problem = await linkedFileProblem();
    return { component: null, error: problem ?? t`This part of the page could not be loaded: ${reasonText(reason)}` };
  }
}

/** Returns a component once its file is loaded, or an error if one of its files cannot be used. */
export function useComponent<P>(load: Load<P>): Loaded<P> {
  const [known, setKnown] = useState<{ load: Load<P>; loaded: Loaded<P> } | null>(null);
  useEffect(() => {
    let wanted = true;
    void fetchComponent(load).then((loaded) => wanted && setKnown({ load, loaded }));
    return () => {
      wanted = false;
    };
  }, [load]);
  return known?.load === load ? known.loaded : { component: null, error: null };
}
