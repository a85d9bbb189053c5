// The chapters of "Look inside", each with its tabs, in display order. Each tab has a folder here, with a component
// that takes TabProps; its file is fetched when the tab is first chosen.

import type { ComponentType } from 'preact';
import { inputText, takesDigits } from '../../engine/imageSize';
import type { ModelSummary } from '../../engine/protocol';
import { t } from '../../language/t';
import { manifest } from '../../state/catalogue';
import { type ModelCard, state } from '../../state/state';
import { wholeNumber } from '../../ui/numbers';

export interface TabProps {
  card: ModelCard;
  summary: ModelSummary;
}

/** What a tab demands of its model, and the model that it shows if the chosen one does not have it. */
export interface Requirement {
  isMet: (summary: ModelSummary) => boolean;
  substitute: string;
  /** Why the chosen model does not do, as the end of the sentence "You chose X, …". */
  reason: (summary: ModelSummary) => string;
}

export interface Tab {
  id: string;
  title: string;
  /** Whether the tab shows models of its own instead of the chosen one. */
  hasOwnModels?: true;
  /** Whether the tab also shows models for pictures of another size than the digit's. */
  takesAnySize?: true;
  needs?: Requirement;
  load: () => Promise<{ default: ComponentType<TabProps> }>;
}

export interface Chapter {
  id: string;
  title: string;
  /** What is to be understood in this chapter. */
  text: string;
  tabs: readonly Tab[];
}

const isPca: Requirement = {
  isMet: (summary) => summary.fit === 'pca',
  substitute: 'pca-30',
  reason: () => t`which has no components: only PCA sorts its code by how much variance each number explains`,
};

const wasRecorded: Requirement = {
  isMet: ({ name }) => {
    const { models } = manifest.value;
    const isKnown = models.length > 0;
    return !isKnown || models.some((model) => model.name === name && model.history.length > 0);
  },
  substitute: 'deep-30',
  reason: ({ fit }) =>
    fit === 'pca'
      ? t`which is computed in one step and so has no training curve; it appears below as a line`
      : t`which did not come with the page and so has no recorded curve`,
};

const decodesAlone: Requirement = {
  isMet: (summary) => summary.decodes_alone,
  substitute: 'conv-nearest',
  reason: ({ switches }) =>
    t`whose decoder cannot work from a code alone: it also needs ${wholeNumber(switches)} switches, the positions of the encoder's maxima, which only an encoded picture has`,
};

const defaultSubstitute = 'deep-30';

const isOfDigitSize = (needs: Requirement | undefined): Requirement => ({
  isMet: takesDigits,
  substitute: needs?.substitute ?? defaultSubstitute,
  reason: (summary) => t`which takes ${inputText(summary)} and so cannot take your digit`,
});

/** What the tab demands that the model does not have, if anything. */
export function unmet(tab: Tab, summary: ModelSummary): Requirement | undefined {
  const demands = [tab.takesAnySize || tab.hasOwnModels ? undefined : isOfDigitSize(tab.needs), tab.needs];
  return demands.find((needs) => needs && !needs.isMet(summary));
}

export const chapters: readonly Chapter[] = [
  {
    id: 'squeeze',
    title: t`Squeeze`,
    text: t`An autoencoder squeezes the 784 pixels of your digit into a short list of numbers, the code, and rebuilds the picture from the code alone. Whatever the code does not hold is lost. The error says how much that is: the mean squared difference per pixel (MSE), which is 0 for a perfect copy.`,
    tabs: [
      { id: 'layers', title: t`Layers`, takesAnySize: true, load: () => import('./layers/LayersTab') },
      { id: 'network', title: t`Network`, load: () => import('./network/NetworkTab') },
      { id: 'sliders', title: t`Code sliders`, needs: decodesAlone, load: () => import('./sliders/SlidersTab') },
      { id: 'bits', title: t`Fewer bits`, needs: decodesAlone, load: () => import('./bits/BitsTab') },
    ],
  },
  {
    id: 'pca',
    title: t`PCA and beyond`,
    text: t`PCA (principal component analysis) is the simplest way to squeeze: it rebuilds every digit as the mean digit plus a weighted sum of fixed pictures, its components. A network without activation functions can do no better. With them, a network learns a nonlinear code, which usually keeps more in as many numbers.`,
    tabs: [
      { id: 'components', title: t`Components`, needs: isPca, load: () => import('./components/ComponentsTab') },
      { id: 'curves', title: t`Curves`, needs: wasRecorded, load: () => import('./curves/CurvesTab') },
      { id: 'code-size', title: t`Code size`, hasOwnModels: true, load: () => import('./code_size/CodeSizeTab') },
      { id: 'linear', title: t`Linear to PCA`, hasOwnModels: true, load: () => import('./linear/LinearTab') },
    ],
  },
  {
    id: 'noise',
    title: t`Noise`,
    text: t`A network that has only learned to copy clean digits was never told what noise is. A denoising network was: in training it got noisy digits and had to return the clean ones, so it had to learn what belongs to a digit and what does not.`,
    tabs: [{ id: 'noise-levels', title: t`Noise levels`, load: () => import('./noise_levels/NoiseLevelsTab') }],
  },
  {
    id: 'sparse',
    title: t`Sparse`,
    text: t`A code may have more numbers than the picture has pixels, as long as few of them are active at a time. Each number, or unit, can then stand for one kind of stroke. A unit that has the same value for every digit is dead: it tells the decoder nothing.`,
    tabs: [
      { id: 'units', title: t`Units`, load: () => import('./units/UnitsTab') },
      { id: 'filters', title: t`Filters`, takesAnySize: true, load: () => import('./filters/FiltersTab') },
    ],
  },
  {
    id: 'unseen',
    title: t`What it has never seen`,
    text: t`These networks have learned from digits and nothing else. Show one of them a shoe or random noise, and it draws something closer to a digit. The error then tells you that the picture is unlike anything the network knows.`,
    tabs: [
      { id: 'not-a-digit', title: t`Unfamiliar inputs`, load: () => import('./unfamiliar_inputs/UnfamiliarInputsTab') },
    ],
  },
  {
    id: 'decoders',
    title: t`Three ways up`,
    text: t`A convolutional network shrinks the picture to a few small maps. Its decoder has to enlarge them again, and there are three common ways to do that. Each leaves its own traces in the picture.`,
    tabs: [{ id: 'decoders', title: t`Decoders`, hasOwnModels: true, load: () => import('./decoders/DecodersTab') }],
  },
  {
    id: 'map',
    title: t`The map`,
    text: t`Digits that look alike get similar codes, so the codes form a kind of map. On it you can look up the neighbours of your digit, go from one digit to another in small steps, and decode places where no digit has ever been.`,
    tabs: [
      { id: 'map', title: t`Map of codes`, needs: decodesAlone, load: () => import('./map/MapTab') },
      { id: 'nearest', title: t`Nearest digits`, load: () => import('./nearest/NearestTab') },
      {
        id: 'between',
        title: t`Interpolation`,
        needs: decodesAlone,
        load: () => import('./interpolation/InterpolationTab'),
      },
    ],
  },
];

export const tabs = chapters.flatMap((chapter) => chapter.tabs);

export function tabNamed(id: string): Tab | undefined {
  return tabs.find((tab) => tab.id === id);
}

export function chapterOf(id: string): Chapter | undefined {
  return chapters.find((chapter) => chapter.tabs.some((tab) => tab.id === id));
}

/** Opens a tab, and leaves the step that was shown. */
export function chooseTab(id: string): void {
  const { tab, step, wasChosen } = state.inside;
  step.value = '';
  tab.value = id;
  wasChosen.value = true;
}
