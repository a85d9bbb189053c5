// Runs jax-js on its fastest device, with the whole step compiled by one jit.

import { tensorsOf } from './checkpoint.mjs';
import { createBatches, firstBatch, parseNoise, secondsOf } from './images.mjs';
import { jax, parametersOf, passThrough } from './jax_layers.mjs';

const { blockUntilReady, defaultDevice, init, jit, nn, numpy: np, random, tree, valueAndGrad } = jax;
const [firstDecay, secondDecay, epsilon] = [0.9, 0.999, 1e-8];

const trialSize = 128;
const trialTimes = 3;

/** Returns the seconds that a device takes for some matrix products. */
async function secondsOfProducts(device) {
  defaultDevice(device);
  const product = jit(np.matmul);
  let x = np.ones([trialSize, trialSize]);
  const multiply = () => (x = product(x.ref, x));
  multiply(); // compiles
  await blockUntilReady(x);
  const { seconds } = await secondsOf(trialTimes, multiply, () => blockUntilReady(x));
  x.dispose();
  product.dispose();
  return seconds;
}

/** Makes the fastest device that this browser has the default, and returns its name. */
async function chooseDevice() {
  const seconds = {};
  for (const device of await init()) {
    // The device "cpu" interprets every operation, and is there for debugging only.
    if (device !== 'cpu') seconds[device] = await secondsOfProducts(device);
  }
  const fastest = Object.keys(seconds).reduce((best, device) => (seconds[device] < seconds[best] ? device : best));
  return defaultDevice(fastest);
}

const device = await chooseDevice();
let training;

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

function adam(parameter, gradient, first, second, { rate, scale }, decay) {
  const m = first.mul(firstDecay).add(gradient.ref.mul(1 - firstDecay));
  const v = second.mul(secondDecay).add(np.square(gradient).mul(1 - secondDecay));
  const kept = decay > 0 ? parameter.mul(1 - decay) : parameter;
  const deviation = np.sqrt(v.ref).mul(scale.ref).add(epsilon);
  return [kept.sub(m.ref.mul(rate.ref).div(deviation)), m, v];
}

const mapLayers = (parameters, compute) =>
  Object.fromEntries(Object.entries(parameters).map(([index, layer]) => [index, compute(layer, index)]));

function createStep(listing) {
  const noise = parseNoise(listing.recipe.noise);
  const decay = listing.recipe.learning_rate * listing.recipe.weight_decay;
  const lossAndGradients = valueAndGrad(lossOf(listing, noise));
  return jit((parameters, first, second, corrections, clean, seed) => {
    const [loss, gradients] = lossAndGradients(tree.ref(parameters), clean, seed);
    const moved = mapLayers(parameters, (layer, index) =>
      Object.fromEntries(
        ['w', 'b'].map((name) => [
          name,
          adam(
            layer[name],
            gradients[index][name],
            first[index][name],
            second[index][name],
            corrections,
            name === 'w' ? decay : 0,
          ),
        ]),
      ),
    );
    tree.dispose(corrections);
    const part = (which) => mapLayers(moved, ({ w, b }) => ({ w: w[which], b: b[which] }));
    return [part(0), part(1), part(2), loss];
  });
}

/** A model in training from a checkpoint on; `next` returns its batches. */
class Training {
  constructor(listing, checkpoint, next) {
    this.next = next;
    this.learningRate = listing.recipe.learning_rate;
    this.clock = 0;
    this.compiled = createStep(listing);
    this.parameters = parametersOf(listing, tensorsOf(checkpoint));
    const zeros = () => tree.map((x) => np.zeros(x.shape), this.parameters);
    [this.first, this.second] = [zeros(), zeros()];
  }

  step() {
    const clock = ++this.clock;
    const rate = this.learningRate / (1 - firstDecay ** clock);
    const scale = 1 / Math.sqrt(1 - secondDecay ** clock);
    const pixels = this.next();
    this.loss?.dispose();
    [this.parameters, this.first, this.second, this.loss] = this.compiled(
      this.parameters,
      this.first,
      this.second,
      { rate: np.array(rate), scale: np.array(scale) },
      np.array(pixels).reshape([pixels.length / 784, 784]),
      np.array(clock, { dtype: np.uint32 }),
    );
    return this.loss.ref;
  }

  steps(times) {
    return secondsOf(
      times,
      () => this.step().dispose(),
      () => blockUntilReady(this.parameters),
    );
  }

  parameterCount() {
    return tree.leaves(this.parameters).reduce((sum, { size }) => sum + size, 0);
  }

  dispose() {
    tree.dispose([this.parameters, this.first, this.second]);
    this.loss?.dispose();
    this.compiled.dispose();
  }
}

export async function prepare({ listing, batch, checkpoint }) {
  training?.dispose();
  training = new Training(listing, checkpoint, await createBatches(batch));
  return { device, parameters: training.parameterCount() };
}

export function train({ times }) {
  return training.steps(times);
}

/** Returns the losses of the first steps on the same images, without noise or weight decay, as hourglass.mjs does. */
export async function first_losses({ listing, batch, times, checkpoint }) {
  const pixels = await firstBatch(batch);
  const plain = { ...listing, recipe: { ...listing.recipe, noise: 'none', weight_decay: 0 } };
  const trial = new Training(plain, checkpoint, () => pixels);
  const losses = Array.from({ length: times }, () => trial.step().js());
  trial.dispose();
  return { losses };
}
