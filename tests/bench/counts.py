"""The operations and bytes of a training step, counted from the layers, and the time they need."""
import math

from measure import best_rate


def multiply_adds(layer):
    """Of one image through a layer: every weight once for each place of its kernel (taps that lie on
    the padding are counted too); pooling, activations and biases are not counted."""
    if "weight_shape" not in layer:
        return 0
    places = layer["input_shape" if layer["type"] == "conv_transpose2d" else "output_shape"][1:]
    return math.prod(layer["weight_shape"]) * math.prod(places)


def operations_of_pass(model, images):
    """Floating-point operations of a forward pass, two for each multiply-add."""
    return 2 * images * sum(map(multiply_adds, model["layers"]))


def operations_of_step(model, batch):
    """Of one training step: forward, the gradient of the weights, and the gradient of the input of
    every layer but the first."""
    first = next(filter(None, map(multiply_adds, model["layers"])))
    return 3 * operations_of_pass(model, batch) - 2 * batch * first


def optimiser_bytes(model):
    """What Adam must read (parameter, gradient, two moments) and write (all but the gradient)."""
    return 7 * 4 * model["parameters"]


class Roof:
    """What a runner's machine does at best: operations by `multiply_add`, bytes by `copy`."""

    def __init__(self, runner, **details):
        self.runner, self.details = runner, details
        self.operations = best_rate(runner, "multiply_add", **details)

    def bytes(self, block):
        """A second, read and written, between blocks of that many bytes."""
        return best_rate(self.runner, "copy", bytes=block, **self.details)

    def floor_of_step(self, model, batch):
        """Seconds below which no step can be: its operations at the roof, or Adam's bytes as fast as
        memory of that size is copied, whatever takes longer."""
        block = 2 * 4 * model["parameters"]  # copied to as much again: Adam's four arrays
        return max(operations_of_step(model, batch) / self.operations,
                   optimiser_bytes(model) / self.bytes(block))

    def text(self):
        large = 1 << 28
        return (f"{self.operations / 1e9:.0f} GFLOP/s; copying {large >> 20} MB: "
                f"{self.bytes(large) / 1e9:.1f} GB/s read and written")
