"""Compares native training steps with PyTorch's on the same number of threads, and times inference. Of several
versions of PyTorch, the one that is faster at a step counts."""
import contextlib

from counts import Roof, operations_of_pass
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
    "roof_gflops": (" roof", ".0f"),
    "share_of_roof": ("of roof", ".0%"),
    "floor_ms": (" floor ms", ".3f"),
    "elsewhere": ("elsewhere", ".0%"),
    "pytorch_version": ("version", ""),
    "pytorch_kernels": ("PyTorch's kernels", ""),
    "pytorch_threads": ("threads", "d"),
}
LARGE = 400_000  # parameters; smaller networks spend much of a step outside the products


def run(options):
    limits = Limits()
    with contextlib.ExitStack() as stack:
        ours = stack.enter_context(options.ours())
        peers = [] if options.no_peer else [stack.enter_context(peer) for peer in options.torches()]
        roof = Roof(ours, options.rounds, threads=options.threads)
        print(f"Roof of {options.threads} threads: {roof.text()}")
        table = Table(COLUMNS)
        for model in options.trained_models():
            for batch in options.batches:
                table.add(**measure_step(options, ours, peers, model, batch, roof))
        judge_steps(table, options, limits)
        if not options.models or "deep-30" in options.models:
            judge_inference(ours, options, limits)
    return table.rows, limits


def measure_step(options, ours, peers, model, batch, roof):
    ours.ask("prepare", model=model["name"], batch=batch, threads=options.threads)
    works = {"ours": Work(ours, "train"), "roof": roof.work}
    versions = {}
    for peer in peers:
        chosen = peer.ask("prepare", listing=model, batch=batch, threads=options.threads,
                          images=str(options.training_images))
        versions[chosen["version"]] = chosen
        works[chosen["version"]] = Work(peer, "train")
    found = Comparison(works, options.rounds)
    against = {}
    if versions:
        fastest = min(versions, key=found.milliseconds)
        against = (found.against(fastest, name="pytorch")
                   | {f"pytorch_{what}": choice for what, choice in versions[fastest].items()})
    return {"model": model["name"], "batch": batch, "ours_ms": found.milliseconds("ours"),
            "ours_least_ms": found.least("ours"), **against, **roof.columns(model, batch, found)}


def judge_steps(table, options, limits):
    """Checks the limits of native training on the models that were measured."""
    models = {model["name"]: model for model in options.trained_models()}

    def rows(batch=None, names=models):
        return [row for row in table.rows if row["model"] in names and batch in (None, row["batch"])]

    def ratios(*which):
        return [row["pytorch_ratio"] for row in rows(*which) if "pytorch_ratio" in row]

    dense = {name for name, model in models.items() if model["layers"][0]["type"] == "dense"}
    large = {name for name in dense if models[name]["parameters"] >= LARGE}
    limits.ratios("native, every preset against PyTorch", ratios(), mean=3, lowest=1.6)
    limits.ratios("native, deep-30 and sparse-1024 at 128", ratios(128, ("deep-30", "sparse-1024")), lowest=1.9)
    for what, names, share in (("large dense presets", large, 0.7), ("convolutions", models.keys() - dense, 0.6)):
        shares = [row["share_of_roof"] for row in rows(128, names)]
        limits.ratios(f"native, {what} at 128, share of the roof", shares, lowest=share)


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
