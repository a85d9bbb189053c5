"""Counts the operations and bytes of a training step from its layers, and the least time they need."""
import math

from measure import best_rate


def multiply_adds(layer):
    """Of one image through a layer: every weight counts once for each position of its kernel, even if it
    lies on the padding. Pooling, activations and biases do not count."""
    if "weight_shape" not in layer:
        return 0
    places = layer["input_shape" if layer["type"] == "conv_transpose2d" else "output_shape"][1:]
    return math.prod(layer["weight_shape"]) * math.prod(places)


def operations_of_pass(model, images):
    """Floating-point operations of a forward pass, two for each multiply-add."""
    return 2 * images * sum(map(multiply_adds, model["layers"]))


def operations_of_step(model, batch):
    """Floating-point operations of a training step: the forward pass, the gradients of the weights, and
    the gradients of the inputs of every layer but the first."""
    first = next(filter(None, map(multiply_adds, model["layers"])))
    return 3 * operations_of_pass(model, batch) - 2 * batch * first


def optimiser_bytes(model):
    """Bytes that Adam must read (parameter, gradient, two moments) and write (all but the gradient)."""
    return 7 * 4 * model["parameters"]


class Roof:
    """The peak speed of a runner's machine: operations by `multiply_add`, bytes by `copy`."""

    def __init__(self, runner, **details):
        self.runner, self.details = runner, details
        self.operations = best_rate(runner, "multiply_add", **details)

    def bytes(self, block):
        """Bytes read and written a second when blocks of this size are copied."""
        return best_rate(self.runner, "copy", bytes=block, **self.details)

    def floor_of_step(self, model, batch):
        """The least seconds that a step can take: those of its operations at the roof, or of Adam's bytes at
        the speed at which blocks of that size are copied, whichever are more."""
        block = 2 * 4 * model["parameters"]  # source and target together are as large as Adam's four arrays
        return max(operations_of_step(model, batch) / self.operations,
                   optimiser_bytes(model) / self.bytes(block))

    def text(self):
        large = 1 << 28
        return (f"{self.operations / 1e9:.0f} GFLOP/s; copying {large >> 20} MB: "
                f"{self.bytes(large) / 1e9:.1f} GB/s read and written")
