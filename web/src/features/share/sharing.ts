import { computed, signal } from '@preact/signals';
import { t } from '../../language/t';
import { showsOwnPicture } from '../../state/padAddress';
import { shownModels, state } from '../../state/state';

/** Whether the dialog is open and, if so, whether the drawing fits in a link. */
export const sharing = signal<{ fits: boolean } | null>(null);

/** Says what the link of the current view leaves out. */
export const omissions = computed((): string[] => {
  const hasOwn = shownModels.value.some((card) => card.tuned.value || card.origin.kind !== 'shipped');
  return [
    ...(sharing.value?.fits === false
      ? [t`Your drawing has too many strokes for a link, so the link opens without it.`]
      : []),
    ...(showsOwnPicture(state.pad.marks.value) ? [t`The link opens without the picture that you put on the pad.`] : []),
    ...(hasOwn
      ? [t`The link opens the models that come with the page: it does not hold your own or tuned weights.`]
      : []),
  ];
});
