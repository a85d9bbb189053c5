"""Native training steps against PyTorch's, both on two threads."""
import contextlib
import math

from measure import Comparison, Work, best_rate
from table import Limits, Table


def multiply_adds(layer):
    """Of one image through a layer: every weight once for each place of its kernel (taps that lie on
    the padding are counted too); pooling, activations and biases are not counted."""
    if "weight_shape" not in layer:
        return 0
    places = layer["input_shape" if layer["type"] == "conv_transpose2d" else "output_shape"][1:]
    return math.prod(layer["weight_shape"]) * math.prod(places)


def operations_of_step(model, batch):
    """Floating-point operations of one training step, two for each multiply-add: forward, the
    gradient of the weights, and the gradient of the input of every layer but the first."""
    each = [multiply_adds(layer) for layer in model["layers"]]
    weighted = [count for count in each if count]
    return 2 * batch * (3 * sum(weighted) - weighted[0])


def optimiser_bytes(model):
    """What Adam must read (parameter, gradient, two moments) and write (all but the gradient)."""
    return 7 * 4 * model["parameters"]


def floor_of_step(ours, model, batch, roof, threads):
    """Seconds below which no step can be: its operations at the roof, or Adam's bytes as fast as a
    block of that size is copied."""
    block = 4 * 4 * model["parameters"]
    bandwidth = best_rate(ours, "copy", bytes=block, threads=threads)
    return max(operations_of_step(model, batch) / roof, optimiser_bytes(model) / bandwidth)


COLUMNS = {
    "model": ("model".ljust(22), ""),
    "batch": ("batch", "d"),
    "ours_ms": ("  ours ms", ".3f"),
    "ours_least_ms": ("    least", ".3f"),
    "peer_ms": ("  peer ms", ".3f"),
    "ratio": ("ratio", ".2f"),
    "ratio_least": (" from", ".2f"),
    "ratio_most": ("   to", ".2f"),
    "gflops": ("GFLOP/s", ".1f"),
    "share_of_roof": ("of roof", ".0%"),
    "floor_ms": (" floor ms", ".3f"),
    "disturbed": ("disturbed", "d"),
}
PEER_COLUMNS = {"peer_ms", "ratio", "ratio_least", "ratio_most"}


def run(options):
    with contextlib.ExitStack() as stack:
        ours = stack.enter_context(options.ours())
        peer = None if options.no_peer else stack.enter_context(options.torch())
        roof = best_rate(ours, "multiply_add", threads=options.threads)
        print(f"Roof of {options.threads} threads: {roof / 1e9:.0f} GFLOP/s; copying 256 MB: "
              f"{best_rate(ours, 'copy', bytes=1 << 28, threads=options.threads) / 1e9:.1f} GB/s")
        table = Table({name: column for name, column in COLUMNS.items()
                       if peer or name not in PEER_COLUMNS})
        for model in options.trained_models():
            for batch in options.batches:
                table.add(model=model["name"], batch=batch,
                          **measure_step(options, ours, peer, model, batch, roof))
    limits = Limits()
    if peer:
        judge(table, options, limits)
    return table.rows, limits


def measure_step(options, ours, peer, model, batch, roof):
    ours.ask("prepare", model=model["name"], batch=batch, threads=options.threads)
    works = [Work(ours, "train")]
    if peer:
        peer.ask("prepare", listing=model, batch=batch, threads=options.threads,
                 images=str(options.training_images))
        works.append(Work(peer, "train"))
    found = Comparison(works, options.rounds)
    gflops = operations_of_step(model, batch) / found.median(0) / 1e6
    row = {"ours_ms": found.median(0), "ours_least_ms": found.least(0)}
    if peer:
        median, least, most = found.ratios(1, to=0)
        row |= {"peer_ms": found.median(1), "ratio": median, "ratio_least": least, "ratio_most": most}
    return row | {"gflops": gflops, "share_of_roof": gflops * 1e9 / roof,
                  "floor_ms": 1e3 * floor_of_step(ours, model, batch, roof, options.threads),
                  "disturbed": found.disturbed}


def judge(table, options, limits):
    """The limits of native training, each over the models that were measured."""
    codes = {model["name"]: model["code_shape"] for model in options.trained_models()}

    def ratios(code=None):
        return [row["ratio"] for row in table.rows if code in (None, codes[row["model"]])]

    limits.ratios("native, all presets against PyTorch", ratios(), mean=2.5, lowest=1.3)
    limits.ratios("native, convolutions to 7x7x4", ratios([4, 7, 7]), lowest=4)
    limits.ratios("native, convolutions to 4x4x16", ratios([16, 4, 4]), lowest=2.5)
