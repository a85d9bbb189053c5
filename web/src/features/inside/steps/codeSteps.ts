// The steps of the chapters Sparse, and The map.

import { ask } from '../../../engine/client';
import { failed } from '../../../engine/protocol';
import { locale, t } from '../../../language/t';
import { askWithReference, referenceLabels } from '../../../state/insideEngine';
import { errorText, wholeNumber } from '../../../ui/numbers';
import { askModel, rebuild, unwrap } from './measure';
import type { Step } from './step';

const sparseWhy = t`A penalty in training pushes units towards zero, so each digit uses only the units that it needs. Another digit uses others: draw one and see.`;

const activeUnits: Step = {
  id: 'active-units',
  tab: 'units',
  model: 'sparse-1024',
  question: t`The code of the sparse network has 1,024 units. How many of them are active (not zero) for your digit?`,
  choices: [
    { id: 'few', label: t`Fewer than 200`, why: sparseWhy },
    { id: 'many', label: t`200 to 600`, why: sparseWhy },
    { id: 'most', label: t`More than 600`, why: sparseWhy },
  ],
  async measure(digit) {
    const { code, rebuilt, meanSquaredError } = await rebuild('sparse-1024', digit);
    const active = code.reduce((count, value) => count + Number(value !== 0), 0);
    return {
      outcome: active < 200 ? 'few' : active <= 600 ? 'many' : 'most',
      answer: t`${active} of ${wholeNumber(code.length)} units are active for your digit.`,
      pictures: [
        { pixels: digit, caption: t`your digit` },
        { pixels: rebuilt, caption: t`from ${active} units, error ${errorText(meanSquaredError)}` },
      ],
    };
  },
};

const deadWhy = t`ReLU sets negative numbers to zero. A unit that is negative for every digit stays at zero, gets no gradient, and so training cannot bring it back.`;

const deadUnits: Step = {
  id: 'dead-units',
  tab: 'units',
  model: 'deep-30-relu',
  question: t`In this deep network, ReLU sets the negative numbers of the code to zero as well. How many of its 30 units are dead after training?`,
  choices: [
    { id: 'none', label: t`None`, why: t`Every unit of the code responds to at least some digits.` },
    { id: 'few', label: t`1 to 10`, why: deadWhy },
    { id: 'many', label: t`More than 10`, why: deadWhy },
  ],
  async measure(digit) {
    const { dead } = await askModel(
      'deep-30-relu',
      (engine, id) => ask(engine, id, 'unitStatistics'),
      askWithReference,
    );
    const [relu, deep] = await Promise.all([rebuild('deep-30-relu', digit), rebuild('deep-30', digit)]);
    return {
      outcome: dead === 0 ? 'none' : dead <= 10 ? 'few' : 'many',
      answer: t`${dead} of ${relu.code.length} units have the same value for all 2,000 test digits.`,
      pictures: [
        { pixels: digit, caption: t`your digit` },
        { pixels: relu.rebuilt, caption: t`ReLU in the code, ${errorText(relu.meanSquaredError)}` },
        { pixels: deep.rebuilt, caption: t`no ReLU in the code, ${errorText(deep.meanSquaredError)}` },
      ],
    };
  },
};

const flatWhy = t`The map shows the two directions in which codes vary most. The other 28 are left at their average, so the decoder draws an average picture for this place on the map, not your digit.`;

const twoOfThirty: Step = {
  id: 'two-of-thirty',
  tab: 'map',
  model: 'deep-30',
  question: t`On the map, your digit is a point: 2 numbers instead of 30. What does decoding only these do to the error?`,
  choices: [
    { id: 'same', label: t`It less than doubles`, why: flatWhy },
    { id: 'more', label: t`It grows 2 to 10 times`, why: flatWhy },
    { id: 'most', label: t`It grows more than 10 times`, why: flatWhy },
  ],
  async measure(digit) {
    const whole = await rebuild('deep-30', digit);
    const { flat, meanSquaredError } = await askModel(
      'deep-30',
      async (engine, id) => {
        const [x = 0, y = 0] = unwrap(await engine.placeOnMap(id, digit));
        const pixels = unwrap(await engine.decodeAt(id, x, y));
        const compared = unwrap(await ask(engine, id, 'compare', pixels, digit));
        return { value: { flat: pixels, meanSquaredError: compared.meanSquaredError } };
      },
      askWithReference,
    );
    const growth = meanSquaredError / whole.meanSquaredError;
    return {
      outcome: growth < 2 ? 'same' : growth <= 10 ? 'more' : 'most',
      answer: t`The error is ${errorText(whole.meanSquaredError)} with all 30 numbers and ${errorText(meanSquaredError)} with 2.`,
      pictures: [
        { pixels: digit, caption: t`your digit` },
        { pixels: whole.rebuilt, caption: t`30 numbers, ${errorText(whole.meanSquaredError)}` },
        { pixels: flat, caption: t`2 numbers, ${errorText(meanSquaredError)}` },
      ],
    };
  },
};

const list = new Intl.ListFormat(locale, { type: 'conjunction' });
const neighbourCount = 10;
const shownNeighbours = 3;

const neighbours: Step = {
  id: 'neighbours',
  tab: 'nearest',
  model: 'deep-30',
  question: t`Take the ten test digits whose codes are nearest to yours. How many different digits are among them?`,
  choices: [
    {
      id: '1',
      label: t`Only one`,
      why: t`No network was ever told which digit is which. Digits that look alike get similar codes, and so those of one kind lie together.`,
    },
    {
      id: '2',
      label: t`Two`,
      why: t`Your digit lies near a border between two kinds of digits: it looks a little like both.`,
    },
    {
      id: 'more',
      label: t`Three or more`,
      why: t`Your drawing lies where several kinds of digits meet, or far from all of them.`,
    },
  ],
  async measure(digit) {
    const labels = unwrap(await referenceLabels());
    const { images, pictures } = await askModel(
      'deep-30',
      async (engine, id) => {
        const code = unwrap(await ask(engine, id, 'encode', digit));
        const found = await ask(engine, id, 'nearestCodes', code, neighbourCount);
        if (failed(found)) return found;
        const first = Array.from(found.value.images.subarray(0, shownNeighbours));
        const asked = first.map(async (image) => unwrap(await ask(engine, id, 'referenceImage', image)));
        return { value: { images: found.value.images, pictures: await Promise.all(asked) } };
      },
      askWithReference,
    );
    const shownAs = Array.from(images, (image) => labels[image] ?? 0);
    const kinds = [...new Set(shownAs)];
    return {
      outcome: kinds.length <= 2 ? String(kinds.length) : 'more',
      answer: t`The ten nearest digits are ${list.format(kinds.sort().map((kind) => t`${kind}s`))}.`,
      pictures: pictures.map((pixels, index) => ({
        pixels,
        caption: t`nearest ${index + 1}, a ${shownAs[index] ?? 0}`,
      })),
    };
  },
};

export const codeSteps: readonly Step[] = [activeUnits, deadUnits, twoOfThirty, neighbours];
