"""Compares native training steps with PyTorch's on the same number of threads, and times inference."""
import contextlib

from counts import Roof, operations_of_pass, operations_of_step
from measure import Comparison, Work
from table import Limits, Table

COLUMNS = {
    "model": ("model".ljust(22), ""),
    "batch": ("batch", "d"),
    "ours_ms": ("  ours ms", ".3f"),
    "ours_least_ms": ("    least", ".3f"),
    "pytorch_ms": ("  PyTorch", ".3f"),
    "pytorch_ratio": ("ratio", ".2f"),
    "pytorch_ratio_least": (" from", ".2f"),
    "pytorch_ratio_most": ("   to", ".2f"),
    "gflops": ("GFLOP/s", ".1f"),
    "share_of_roof": ("of roof", ".0%"),
    "floor_ms": (" floor ms", ".3f"),
    "elsewhere": ("elsewhere", ".0%"),
}


def run(options):
    limits = Limits()
    with contextlib.ExitStack() as stack:
        ours = stack.enter_context(options.ours())
        peer = None if options.no_peer else stack.enter_context(options.torch())
        roof = Roof(ours, threads=options.threads)
        print(f"Roof of {options.threads} threads: {roof.text()}")
        table = Table(COLUMNS)
        for model in options.trained_models():
            for batch in options.batches:
                table.add(**measure_step(options, ours, peer, model, batch, roof))
        judge_steps(table, options, limits)
        if not options.models or "deep-30" in options.models:
            judge_inference(ours, options, limits)
    return table.rows, limits


def measure_step(options, ours, peer, model, batch, roof):
    ours.ask("prepare", model=model["name"], batch=batch, threads=options.threads)
    works = {"ours": Work(ours, "train")}
    layout = {}
    if peer:
        chosen = peer.ask("prepare", listing=model, batch=batch, threads=options.threads,
                          images=str(options.training_images))
        layout["pytorch_layout"] = chosen["layout"]
        works["pytorch"] = Work(peer, "train")
    found = Comparison(works, options.rounds)
    rate = operations_of_step(model, batch) / found.milliseconds("ours") * 1e3
    return {"model": model["name"], "batch": batch, "ours_ms": found.milliseconds("ours"),
            "ours_least_ms": found.least("ours"), **found.against("pytorch"),
            "gflops": rate / 1e9, "share_of_roof": rate / roof.operations,
            "floor_ms": 1e3 * roof.floor_of_step(model, batch), "elsewhere": found.elsewhere,
            **layout}


def judge_steps(table, options, limits):
    """Checks the limits of native training on the models that were measured."""
    codes = {model["name"]: model["code_shape"] for model in options.trained_models()}

    def ratios(code=None):
        return [row["pytorch_ratio"] for row in table.rows
                if "pytorch_ratio" in row and code in (None, codes[row["model"]])]

    limits.ratios("native, every preset against PyTorch", ratios(), mean=2.5, lowest=1.3)
    limits.ratios("native, convolutions to 7x7x4", ratios([4, 7, 7]), lowest=4)
    limits.ratios("native, convolutions to 4x4x16", ratios([16, 4, 4]), lowest=2.5)


def judge_inference(ours, options, limits):
    """Times reconstructing one image, and compares reconstructing many with the layers' matrix products alone."""
    model = options.model("deep-30")
    many = 10_000
    ours.ask("prepare", model="deep-30", batch=32, threads=options.threads)
    one = Comparison({"ours": Work(ours, "reconstruct", images=1)}, options.rounds)
    limits.at_most("native, one image through deep-30 (ms)", one.milliseconds("ours"), 0.2)
    all_of_them = Comparison({"ours": Work(ours, "reconstruct", images=many),
                              "products": Work(ours, "products", images=many)}, options.rounds)
    limits.at_least("native, 10,000 images through deep-30: share of the products' speed",
                    all_of_them.against("products")["products_ratio"], 0.9)
    rate = operations_of_pass(model, many) / all_of_them.milliseconds("ours") / 1e6
    print(f"10,000 images through deep-30: {rate:.0f} GFLOP/s")
