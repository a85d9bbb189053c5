// The layers of a model in jax-js. Every function takes over its arguments, as in jax-js itself: `ref` keeps one.
// Images are (batch, channels, height, width), or (batch, numbers) at dense layers, and weights are as in PyTorch,
// but transposed in dense layers.

import { sizeOf } from './images.mjs';

const library = '/build/bench/npm/node_modules/@jax-js/jax/dist/index.js';
export const jax = await import(library);
const { lax, nn, numpy: np } = jax;

/** Returns the parameters in a checkpoint's tensors: `{ w, b }` by the index of their layer. */
export function parametersOf(listing, tensors) {
  const array = ({ shape, numbers }) => np.array(numbers).reshape(shape);
  return Object.fromEntries(
    listing.layers
      .filter(({ weight_shape }) => weight_shape)
      .map(({ index, type }) => {
        const w = array(tensors[`${index}.weight`]);
        const b = array(tensors[`${index}.bias`]);
        return [index, { w: type === 'dense' ? copyOf(np.transpose(w)) : w, b }];
      }),
  );
}

/** Gives a transposed array memory of its own, in its own order. */
function copyOf(x) {
  const { shape } = x;
  return np.array(x.dataSync()).reshape(shape);
}

const channelsFirst = (x) => x.transpose([1, 0, 2, 3]); // or the batch first, if the channels are
const pairsBelow = (end) => Array.from({ length: end ** 2 }, (_, i) => [Math.floor(i / end), i % end]);
const alongChannels = (b) => b.reshape([1, b.shape[0], 1, 1]);

/** Keeps the first of every `stride` rows and columns. */
function everyNth(x, stride) {
  if (stride === 1) return x;
  const [outer, inner, height, width] = x.shape;
  const kept = [outer, inner, height / stride, width / stride];
  return x
    .reshape([outer, inner, kept[2], stride, kept[3], stride])
    .slice([], [], [], [0, 1], [], [0, 1])
    .reshape(kept);
}

/** Splits maps into windows of `extent` × `extent` pixels, the last axis; a window may reach over the edge. */
function windowsOf(x, extent) {
  const [batch, channels, height, width] = x.shape;
  const [rows, columns] = [Math.ceil(height / extent), Math.ceil(width / extent)];
  const missing = [rows * extent - height, columns * extent - width];
  if (Math.max(...missing) > 0) x = np.pad(x, { 2: [0, missing[0]], 3: [0, missing[1]] });
  return x
    .reshape([batch, channels, rows, extent, columns, extent])
    .transpose([0, 1, 2, 4, 3, 5])
    .reshape([batch, channels, rows, columns, extent ** 2]);
}

/** Puts windows together again, and cuts off what reaches over the edge of `shape` = [channels, height, width]. */
function mapsOf(windows, extent, [, height, width]) {
  const [batch, channels, rows, columns] = windows.shape;
  return windows
    .reshape([batch, channels, rows, columns, extent, extent])
    .transpose([0, 1, 2, 4, 3, 5])
    .reshape([batch, channels, rows * extent, columns * extent])
    .slice([], [], [0, height], [0, width]);
}

const layers = {
  dense(_, x, { w, b }) {
    return np.matmul(x.reshape([x.shape[0], w.shape[0]]), w).add(b);
  },

  // A matrix product with copies of the pixels under each tap: jax-js takes 2 to 40 times as long for lax.conv and
  // lax.convTranspose.
  conv2d({ kernel, stride, padding, output_shape: [outputs, height, width] }, x, { w, b }) {
    const [batch, channels] = x.shape;
    const around = [padding, padding + stride - 1];
    const padded = np.pad(channelsFirst(x), { 2: around, 3: around });
    const taps = pairsBelow(kernel).map(([row, column]) =>
      everyNth(padded.ref.slice([], [], [row, row + height * stride], [column, column + width * stride]), stride),
    );
    padded.dispose();
    const pixels = np.concatenate(taps, 0).reshape([kernel ** 2 * channels, batch * height * width]);
    const weights = w.transpose([0, 2, 3, 1]).reshape([outputs, kernel ** 2 * channels]);
    const maps = np.matmul(weights, pixels).reshape([outputs, batch, height, width]);
    return channelsFirst(maps).add(alongChannels(b));
  },

  // A matrix product gives each pixel's contribution to the outputs under its kernel; overlapping ones are added up.
  // The kernel is split into tiles of `stride` × `stride` weights, because the outputs of one tile do not overlap.
  conv_transpose2d({ kernel, stride, padding, output_shape: [outputs, ...extents] }, x, { w, b }) {
    const [batch, channels, height = 1, width = 1] = x.shape;
    const tiles = Math.ceil(kernel / stride);
    const missing = [0, tiles * stride - kernel];
    const weights = np.pad(w, { 2: missing, 3: missing }).transpose([1, 2, 3, 0]).reshape([-1, channels]);
    const pixels = channelsFirst(x.reshape([batch, channels, height, width])).reshape([channels, -1]);
    const contributions = np
      .matmul(weights, pixels)
      .reshape([outputs, tiles, stride, tiles, stride, batch, height, width])
      .transpose([1, 3, 5, 0, 6, 2, 7, 4])
      .reshape([tiles, tiles, batch, outputs, height * stride, width * stride]);
    const placed = pairsBelow(tiles).map((tile) => {
      const [rows, columns] = tile.map((place) => [place * stride, (tiles - 1 - place) * stride]);
      return np.pad(contributions.ref.slice(...tile), { 2: rows, 3: columns });
    });
    contributions.dispose();
    const kept = extents.map((extent) => [padding, padding + extent]);
    return placed
      .reduce(np.add)
      .slice([], [], ...kept)
      .add(alongChannels(b));
  },

  // Windows over the edge are filled with zeros, which change no maximum after ReLU.
  max_pool2d({ kernel, ceil, input_shape: [, height, width] }, x, _, switches) {
    const whole = (extent) => (ceil ? extent : extent - (extent % kernel));
    if (whole(height) < height || whole(width) < width) {
      x = x.slice([], [], [0, whole(height)], [0, whole(width)]);
    }
    const windows = windowsOf(x, kernel);
    if (switches) {
      const places = np.expandDims(np.argmax(lax.stopGradient(windows.ref), -1), -1);
      switches.push({ kernel, mask: np.equal(places, np.arange(kernel ** 2)) });
    }
    return np.max(windows, -1);
  },

  max_unpool2d({ output_shape }, x, _, switches) {
    const { kernel, mask } = switches.pop();
    return mapsOf(np.where(mask, np.expandDims(x, -1), 0), kernel, output_shape);
  },

  upsample2d({ factor }, x) {
    return np.repeat(np.repeat(x, factor, 2), factor, 3);
  },
};

// The gradient of jax-js's own ReLU is 1 at 0, where blank images are as long as the biases are 0.
const relu = (x) => np.where(np.greater(x.ref, 0), x, 0);
const activations = { relu, sigmoid: nn.sigmoid, identity: (x) => x };

/** Returns the output of a model, without its last activation if `fromLogits`, and its code. */
export function passThrough(listing, parameters, x, fromLogits) {
  const [first] = listing.layers;
  if (first.type !== 'dense') x = x.reshape([x.shape[0], ...first.input_shape]);
  const switches = listing.layers.some(({ type }) => type === 'max_unpool2d') ? [] : null;
  let code;
  listing.layers.forEach((layer, position) => {
    const isLast = position === listing.layers.length - 1;
    x = layers[layer.type](layer, x, parameters[layer.index], switches);
    if (!(isLast && fromLogits)) x = activations[layer.activation](x);
    // A layer's `index` is its position in the checkpoint, where activations count as layers.
    if (listing.layers[position + 1]?.index === listing.encoder_layers) code = x.ref;
  });
  return { output: x.reshape([x.shape[0], sizeOf(listing.layers.at(-1).output_shape)]), code };
}
