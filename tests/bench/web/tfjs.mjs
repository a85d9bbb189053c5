// Runs TensorFlow.js on the backend that ?backend= names: "wasm" (no gradients of convolutions) or "cpu".

import { createBatches, parseNoise, secondsOf, sizeOf } from './images.mjs';

const modules = '/build/bench/npm/node_modules/@tensorflow';
await import(`${modules}/tfjs/dist/tf.es2017.min.js`);
await import(`${modules}/tfjs-backend-wasm/dist/tf-backend-wasm.es2017.min.js`);
const { tf } = self;
tf.wasm.setWasmPaths(`${modules}/tfjs-backend-wasm/dist/`);

let state;

function glorot(shape, inputs, outputs) {
  const bound = Math.sqrt(6 / (inputs + outputs));
  return tf.variable(tf.randomUniform(shape, -bound, bound));
}

// Returns a layer as a function from activations to activations. Images are (batch, height, width, channels).
function createLayer({ type, kernel, stride, padding, factor, ...layer }) {
  const [inputs, height, width] = layer.input_shape;
  const [outputs, outputHeight, outputWidth] = layer.output_shape;
  if (type === 'max_pool2d') {
    return (x) => tf.maxPool(x, kernel, kernel, layer.ceil ? 'same' : 'valid');
  }
  if (type === 'upsample2d') {
    return (x) => tf.image.resizeNearestNeighbor(x, [height * factor, width * factor]);
  }
  const b = tf.variable(tf.zeros([outputs]));
  if (type === 'dense') {
    const size = sizeOf(layer.input_shape);
    const w = glorot([size, outputs], size, outputs);
    return (x) => tf.add(tf.matMul(tf.reshape(x, [-1, size]), w), b);
  }
  if (type === 'conv2d') {
    const w = glorot([kernel, kernel, inputs, outputs], kernel ** 2 * inputs, kernel ** 2 * outputs);
    return (x) => tf.add(tf.conv2d(x, w, stride, padding), b);
  }
  if (type === 'conv_transpose2d') {
    const w = glorot([kernel, kernel, outputs, inputs], kernel ** 2 * inputs, kernel ** 2 * outputs);
    const pad = padding > 0 ? 'same' : 'valid';
    return (x) => {
      const maps = tf.reshape(x, [-1, height ?? 1, width ?? 1, inputs]);
      return tf.add(tf.conv2dTranspose(maps, w, [x.shape[0], outputHeight, outputWidth, outputs], stride, pad), b);
    };
  }
  throw new Error(`${type}: TensorFlow.js has no gradient of this layer`);
}

const activations = { relu: tf.relu, sigmoid: tf.sigmoid, identity: (x) => x };

function corrupted(clean, noise) {
  if (!noise) return clean;
  const perImage = [clean.shape[0], ...clean.shape.slice(1).fill(1)];
  const level = noise.mixed ? tf.randomUniform(perImage, 0, noise.level) : noise.level;
  return tf.clipByValue(tf.add(clean, tf.mul(tf.randomNormal(clean.shape), level)), 0, 1);
}

function lossOf({ listing, layers, noise }, clean) {
  const { loss, l1 } = listing.recipe;
  const last = layers.length - 1;
  let penalty = null;
  let x = corrupted(clean, noise);
  layers.forEach((layer, index) => {
    x = layer(x);
    if (index < last || loss !== 'bce') x = activations[listing.layers[index].activation](x);
    if (l1 > 0 && listing.layers[index + 1]?.index === listing.encoder_layers) {
      penalty = tf.mul(tf.sum(tf.abs(x)), l1 / clean.shape[0]);
    }
  });
  const error = loss === 'bce' ? tf.losses.sigmoidCrossEntropy(clean, x) : tf.losses.meanSquaredError(clean, x);
  return penalty ? tf.add(error, penalty) : error;
}

export async function prepare({ listing, batch }, { backend }) {
  await tf.setBackend(backend);
  state?.optimiser.dispose();
  tf.disposeVariables();
  const {
    type,
    input_shape: [channels, height, width],
  } = listing.layers[0];
  const layers = listing.layers.map(createLayer);
  const variables = Object.values(tf.engine().registeredVariables);
  const parameters = variables.reduce((sum, { size }) => sum + size, 0);
  state = {
    listing,
    layers,
    noise: parseNoise(listing.recipe.noise),
    optimiser: tf.train.adam(listing.recipe.learning_rate),
    shape: type === 'dense' ? [batch, 784] : [batch, height, width, channels],
    next: await createBatches(batch),
  };
  return { parameters };
}

function runStep() {
  tf.tidy(() => {
    const clean = tf.tensor(state.next(), state.shape);
    state.loss = state.optimiser.minimize(() => lossOf(state, clean), true).dataSync()[0];
  });
}

export async function train({ times }) {
  return { ...(await secondsOf(times, runStep)), loss: state.loss };
}
