"""Counts the operations and bytes of a training step from its layers, and the least time they need."""
import math

from measure import best_rate


def multiply_adds(layer):
    """Counts the multiply-adds of a layer for one image. Every weight counts once for each position of its
    kernel, even where it lies on the padding. Pooling, activations and biases do not count."""
    if "weight_shape" not in layer:
        return 0
    places = layer["input_shape" if layer["type"] == "conv_transpose2d" else "output_shape"][1:]
    return math.prod(layer["weight_shape"]) * math.prod(places)


def operations_of_pass(model, images):
    """Counts the floating-point operations of a forward pass: two for each multiply-add."""
    return 2 * images * sum(map(multiply_adds, model["layers"]))


def operations_of_step(model, batch):
    """Counts the floating-point operations of a training step: the forward pass, the gradients of the weights,
    and the gradients of the inputs of every layer but the first."""
    first = next(filter(None, map(multiply_adds, model["layers"])))
    return 3 * operations_of_pass(model, batch) - 2 * batch * first


def optimiser_bytes(model):
    """Bytes that Adam must read (parameter, gradient, two moments) and write (all but the gradient)."""
    return 7 * 4 * model["parameters"]


class Roof:
    """The peak speed of a runner's machine, measured by its `multiply_add` and `copy` actions."""

    def __init__(self, runner, **details):
        self.runner, self.details = runner, details
        self.operations = best_rate(runner, "multiply_add", **details)

    def bytes(self, block):
        """The bytes per second that are read and written when blocks of this size (in bytes) are copied."""
        return best_rate(self.runner, "copy", bytes=block, **self.details)

    def floor_of_step(self, model, batch):
        """The least time in seconds that a step can take: that of its operations at peak speed or that of Adam's
        memory traffic at copying speed, whichever is longer."""
        block = 2 * 4 * model["parameters"]  # source and target together are as large as Adam's four arrays
        return max(operations_of_step(model, batch) / self.operations,
                   optimiser_bytes(model) / self.bytes(block))

    def text(self):
        large = 1 << 28
        return (f"{self.operations / 1e9:.0f} GFLOP/s; copying {large >> 20} MB: "
                f"{self.bytes(large) / 1e9:.1f} GB/s read and written")
