// The tabs of "Look inside", in display order. Each has a folder here, with a component that takes TabProps; its
// file is fetched when the tab is first chosen.

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
  { id: 'layers', title: 'Layers', load: () => import('./layers/LayersTab') },
  { id: 'network', title: 'Network', load: () => import('./network/NetworkTab') },
  { id: 'units', title: 'Units', load: () => import('./units/UnitsTab') },
  { id: 'filters', title: 'Filters', load: () => import('./filters/FiltersTab') },
  { id: 'components', title: 'Components', load: () => import('./components/ComponentsTab') },
  { id: 'curves', title: 'Curves', load: () => import('./curves/CurvesTab') },
  { id: 'noise-levels', title: 'Noise levels', load: () => import('./noise_levels/NoiseLevelsTab') },
  { id: 'not-a-digit', title: 'Unfamiliar inputs', load: () => import('./unfamiliar_inputs/UnfamiliarInputsTab') },
  { id: 'decoders', title: 'Decoders', hasOwnModels: true, load: () => import('./decoders/DecodersTab') },
  { id: 'sliders', title: 'Code sliders', load: () => import('./sliders/SlidersTab') },
  { id: 'map', title: 'Map of codes', load: () => import('./map/MapTab') },
  { id: 'nearest', title: 'Nearest digits', load: () => import('./nearest/NearestTab') },
  { id: 'between', title: 'Interpolation', load: () => import('./interpolation/InterpolationTab') },
  { id: 'linear', title: 'Linear to PCA', hasOwnModels: true, load: () => import('./linear/LinearTab') },
];
