// Runs jax-js on its WebAssembly backend, with the whole step compiled by one jit. It trains only dense models.

import { createBatches, parseNoise, secondsOf, sizeOf } from './images.mjs';

const library = '/build/bench/npm/node_modules/@jax-js/jax/dist/index.js';
const { blockUntilReady, defaultDevice, init, jit, nn, numpy: np, random, tree, valueAndGrad } = await import(library);
await init('wasm');
defaultDevice('wasm');

const [firstDecay, secondDecay, epsilon] = [0.9, 0.999, 1e-8];

let state;
let step;

function initialise(layers) {
  return layers.map(({ input_shape, output_shape: [outputs] }) => {
    const inputs = sizeOf(input_shape);
    const bound = Math.sqrt(6 / (inputs + outputs));
    const weights = Float32Array.from({ length: inputs * outputs }, () => bound * (2 * Math.random() - 1));
    return { w: np.array(weights).reshape([inputs, outputs]), b: np.zeros([outputs]) };
  });
}

const activations = { relu: nn.relu, sigmoid: nn.sigmoid, identity: (x) => x };

// A layer's `index` is its position in the checkpoint, where activations count as layers.
function passThrough(listing, parameters, x, fromLogits) {
  let code;
  parameters.forEach(({ w, b }, index) => {
    const layer = listing.layers[index];
    const isLast = index === parameters.length - 1;
    x = np.matmul(x, w).add(b);
    if (!(isLast && fromLogits)) x = activations[layer.activation](x);
    const next = listing.layers[index + 1]?.index;
    if (next === listing.encoder_layers) code = x.ref;
  });
  return { output: x, code };
}

function corrupted(clean, noise, seed) {
  if (!noise) {
    seed.dispose();
    return clean;
  }
  const [batch, pixels] = clean.shape;
  const level = noise.mixed
    ? random.uniform(random.key(seed.ref.add(1 << 30)), [batch, 1]).mul(noise.level)
    : noise.level;
  const normal = random.normal(random.key(seed), [batch, pixels]);
  return np.clip(clean.add(normal.mul(level)), 0, 1);
}

function lossOf(listing, noise) {
  const { loss, l1 } = listing.recipe;
  return (parameters, clean, seed) => {
    const noisy = corrupted(clean.ref, noise, seed);
    const { output, code } = passThrough(listing, parameters, noisy, loss === 'bce');
    const penalty =
      l1 > 0
        ? np
            .abs(code)
            .sum()
            .mul(l1 / clean.shape[0])
        : null;
    if (!penalty) code.dispose();
    const error = loss === 'bce' ? nn.softplus(output.ref).sub(output.mul(clean)) : np.square(output.sub(clean));
    return penalty ? error.mean().add(penalty) : error.mean();
  };
}

function adam(parameter, gradient, first, second, rate, decay) {
  const m = first.mul(firstDecay).add(gradient.ref.mul(1 - firstDecay));
  const v = second.mul(secondDecay).add(np.square(gradient).mul(1 - secondDecay));
  const kept = decay > 0 ? parameter.mul(1 - decay) : parameter;
  return [kept.sub(m.ref.mul(rate).div(np.sqrt(v.ref).add(epsilon))), m, v];
}

function createStep(listing) {
  const noise = parseNoise(listing.recipe.noise);
  const decay = listing.recipe.learning_rate * listing.recipe.weight_decay;
  const lossAndGradients = valueAndGrad(lossOf(listing, noise));
  return jit((parameters, first, second, rate, clean, seed) => {
    const [loss, gradients] = lossAndGradients(tree.ref(parameters), clean, seed);
    const moved = parameters.map((layer, index) =>
      Object.fromEntries(
        ['w', 'b'].map((name) => [
          name,
          adam(
            layer[name],
            gradients[index][name],
            first[index][name],
            second[index][name],
            rate.ref,
            name === 'w' ? decay : 0,
          ),
        ]),
      ),
    );
    rate.dispose();
    const part = (which) => moved.map(({ w, b }) => ({ w: w[which], b: b[which] }));
    return [part(0), part(1), part(2), loss];
  });
}

export async function prepare({ listing, batch }) {
  if (state) tree.dispose([state.parameters, state.first, state.second]);
  step?.dispose();
  step = createStep(listing);
  const zeros = () => tree.map((x) => np.zeros(x.shape), state.parameters);
  state = { parameters: initialise(listing.layers), clock: 0, batch, next: await createBatches(batch) };
  state.first = zeros();
  state.second = zeros();
  state.learningRate = listing.recipe.learning_rate;
  state.noisy = parseNoise(listing.recipe.noise) !== null;
}

function runStep() {
  const clock = ++state.clock;
  const rate = (state.learningRate * Math.sqrt(1 - secondDecay ** clock)) / (1 - firstDecay ** clock);
  const clean = np.array(state.next()).reshape([state.batch, 784]);
  const [parameters, first, second, loss] = step(
    state.parameters,
    state.first,
    state.second,
    np.array(rate),
    clean,
    np.array(clock, { dtype: np.uint32 }),
  );
  state = { ...state, parameters, first, second };
  state.loss?.dispose();
  state.loss = loss;
}

export async function train({ times }) {
  const answer = await secondsOf(times, runStep, () => blockUntilReady(state.parameters));
  return { ...answer, loss: state.loss.ref.js() };
}
