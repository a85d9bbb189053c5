// The tabs of "Look inside", in display order. Each tab is a file in this folder whose default export is a
// component that takes TabProps; the file is fetched when the tab is first chosen.

import type { ComponentType } from 'preact';
import type { ModelSummary } from '../../engine/protocol';
import type { ModelCard } from '../../state/state';

export interface TabProps {
  card: ModelCard;
  summary: ModelSummary;
}

export interface Tab {
  id: string;
  title: string;
  /** Whether the tab shows models of its own instead of the chosen one. */
  hasOwnModels?: true;
  load: () => Promise<{ default: ComponentType<TabProps> }>;
}

export const tabs: readonly Tab[] = [
  { id: 'layers', title: 'Layers', load: () => import('./LayersTab') },
  { id: 'network', title: 'Network', load: () => import('./NetworkTab') },
  { id: 'units', title: 'Units', load: () => import('./UnitsTab') },
  { id: 'filters', title: 'Filters', load: () => import('./FiltersTab') },
  { id: 'components', title: 'Components', load: () => import('./ComponentsTab') },
  { id: 'curves', title: 'Curves', load: () => import('./CurvesTab') },
  { id: 'noise-levels', title: 'Noise levels', load: () => import('./NoiseLevelsTab') },
  { id: 'not-a-digit', title: 'Unfamiliar inputs', load: () => import('./StrangersTab') },
  { id: 'decoders', title: 'Decoders', hasOwnModels: true, load: () => import('./DecodersTab') },
  { id: 'sliders', title: 'Code sliders', load: () => import('./SlidersTab') },
  { id: 'map', title: 'Map of codes', load: () => import('./MapTab') },
  { id: 'between', title: 'Interpolation', load: () => import('./BetweenTab') },
  { id: 'linear', title: 'Linear to PCA', hasOwnModels: true, load: () => import('./LinearTab') },
];
