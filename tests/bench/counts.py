"""Counts the operations and bytes of a training step from its layers, and the least time they need."""
import math

from measure import Comparison, Work, best_rate

COPIES = 6  # of which the fastest counts, for each round of a comparison


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
    """The peak speed of a runner's machine. A comparison with it includes its work as "roof", which then takes turns
    with the others: the speed of a virtual machine drifts."""

    def __init__(self, runner, rounds, **details):
        self.runner, self.rounds, self.details = runner, rounds, details
        self.operations_of_work = runner.ask("multiply_add", times=1, **details)["operations"]
        self.work = Work(runner, "multiply_add", **details)

    def operations(self, found):
        """The operations per second at peak speed during a comparison."""
        return self.operations_of_work / found.least("roof") * 1e3

    def bytes(self, block):
        """The bytes per second that are read and written when blocks of this size (in bytes) are copied."""
        return best_rate(self.runner, "copy", COPIES * self.rounds, bytes=block, **self.details)

    def floor_of_step(self, model, batch, found):
        """The least time in seconds that a step can take: that of its operations at peak speed or that of Adam's
        memory traffic at copying speed, whichever is longer."""
        block = 2 * 4 * model["parameters"]  # source and target together are as large as Adam's four arrays
        return max(operations_of_step(model, batch) / self.operations(found),
                   optimiser_bytes(model) / self.bytes(block))

    def columns(self, model, batch, found):
        """Columns for a table row: the speed of our step, and what the machine would allow."""
        rate = operations_of_step(model, batch) / found.milliseconds("ours") * 1e3
        peak = self.operations(found)
        return {"gflops": rate / 1e9, "roof_gflops": peak / 1e9, "share_of_roof": rate / peak,
                "floor_ms": 1e3 * self.floor_of_step(model, batch, found), "elsewhere": found.elsewhere}

    def text(self):
        large = 1 << 28
        peak = self.operations(Comparison({"roof": self.work}, self.rounds))
        return (f"{peak / 1e9:.0f} GFLOP/s; copying {large >> 20} MB: "
                f"{self.bytes(large) / 1e9:.1f} GB/s read and written")
