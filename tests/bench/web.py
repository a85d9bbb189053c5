"""Compares training steps in Chromium with those of jax-js, TensorFlow.js and our own native build, all on one
thread, and times the page as its visitors see it."""
import contextlib
import math
import statistics

from counts import Roof, operations_of_pass
from measure import Comparison, Work
from table import Limits, Table

COLUMNS = {
    "model": ("model".ljust(22), ""),
    "batch": ("batch", "d"),
    "ours_ms": ("  ours ms", ".3f"),
    "jax_ms": ("   jax-js", ".3f"),
    "jax_ratio": ("ratio", ".2f"),
    "tfjs_wasm_ms": ("tfjs WASM", ".3f"),
    "tfjs_wasm_ratio": ("ratio", ".1f"),
    "tfjs_cpu_ms": (" tfjs CPU", ".2f"),
    "tfjs_cpu_ratio": ("ratio", ".0f"),
    "native_ms": ("native ms", ".3f"),
    "native_ratio": ("of native", ".2f"),
    "gflops": ("GFLOP/s", ".1f"),
    "roof_gflops": (" roof", ".0f"),
    "share_of_roof": ("of roof", ".0%"),
    "floor_ms": (" floor ms", ".3f"),
    "elsewhere": ("elsewhere", ".0%"),
    "jax_device": ("jax-js on", ""),
    "left_out": ("left out", ""),
}
ENGINES = {"jax": "jax-js", "tfjs_wasm": "tfjs WASM", "tfjs_cpu": "tfjs CPU"}
CHECKED_STEPS = 5
# The relative differences between two libraries' losses that rounding explains: in the first step, and in later ones.
# Adam's first update is about as large for a small gradient as for a large one, so rounding that changes the sign of a
# gradient near 0 shows in the losses that follow.
FIRST_TOLERANCE, LATER_TOLERANCE = 1e-4, 1e-3
INTERPRETED_BATCH = 32  # largest batch without WebAssembly, where a step of TensorFlow.js can take seconds


def run(options):
    limits = Limits()
    with contextlib.ExitStack() as stack:
        def browser(**page):
            return stack.enter_context(options.browser(**page))

        roof = Roof(browser(engine="roof", module=options.roof_module("relaxed")), options.rounds)
        plain = Roof(browser(engine="roof", module=options.roof_module("plain")), options.rounds)
        print(f"Roof of one thread in Chromium: {roof.text()}; without relaxed SIMD: {plain.text()}")
        runners = {"ours": browser(engine="hourglass", module=options.shipped_module()),
                   "native": stack.enter_context(options.ours())}
        if not options.no_peer:
            runners |= {"jax": browser(engine="jax"),
                        "tfjs_wasm": browser(engine="tfjs", backend="wasm"),
                        "tfjs_cpu": browser(engine="tfjs", backend="cpu")}
        table = Table(COLUMNS)
        for model in options.trained_models():
            for batch in options.batches:
                table.add(**measure_step(options, runners, model, batch, roof))
        judge_steps(table, options, limits)
        if not options.models or "deep-30" in options.models:
            judge_inference(runners["ours"], options, roof, limits)
            threaded = browser(engine="hourglass", module=options.threaded_module(), threads=2,
                               isolated=1)
            judge_threads(runners["ours"], threaded, options, limits)
            judge_page(stack.enter_context(options.page()), options, limits)
    return table.rows, limits


def reason_to_leave_out(engine, model, batch):
    """Says why an engine cannot train a model, or is not worth the wait; None if it can and is."""
    types = {layer["type"] for layer in model["layers"]}
    if engine == "tfjs_cpu" and batch > INTERPRETED_BATCH:
        return f"takes seconds at batches above {INTERPRETED_BATCH}"
    if engine == "tfjs_cpu" and "max_unpool2d" in types:
        return "has no unpooling"
    if engine == "tfjs_wasm" and types != {"dense"}:
        return "has no gradients of convolutions"
    return None


def measure_step(options, runners, model, batch, roof):
    works, answers, left_out = {"roof": roof.work}, {}, []
    start = runners["ours"].ask("first_losses", listing=model, batch=batch, times=CHECKED_STEPS)
    for engine, runner in runners.items():
        if reason := reason_to_leave_out(engine, model, batch):
            left_out.append(f"{ENGINES[engine]} {reason}")
            continue
        asked = {"listing": model, "batch": batch}
        if engine == "jax":
            asked["checkpoint"] = start["checkpoint"]
            check_losses(model, start["losses"], runner.ask("first_losses", times=CHECKED_STEPS, **asked)["losses"])
        answers[engine] = runner.ask("prepare", model=model["name"], threads=1, **asked)
        check_parameters(ENGINES.get(engine, engine), model, answers[engine])
        works[engine] = Work(runner, "train")
    found = Comparison(works, options.rounds)
    columns = {"jax_device": answers["jax"]["device"]} if "jax" in answers else {}
    if left_out:
        columns["left_out"] = "; ".join(left_out)
    for engine in works.keys() - {"roof"}:
        columns |= found.against(engine)
    return {"model": model["name"], "batch": batch, **columns, **roof.columns(model, batch, found)}


def check_parameters(engine, model, answer):
    """Ends the benchmark if an engine that says how many parameters it trains trains another number than we do."""
    found = answer.get("parameters", model["parameters"])
    if found != model["parameters"]:
        raise SystemExit(f"bench: {model['name']}: expected {model['parameters']} parameters in {engine}, "
                         f"found {found}.")


def check_losses(model, ours, theirs):
    """Ends the benchmark if jax-js trains another network than we do: from the same weights and on the same images,
    both must have the same losses, which must fall."""
    if theirs[-1] >= theirs[0]:
        raise SystemExit(f"bench: {model['name']}: expected jax-js's loss to fall, found {theirs[0]:g} and then "
                         f"{theirs[-1]:g}.")
    for step, (expected, found) in enumerate(zip(ours, theirs, strict=True), start=1):
        if not math.isclose(found, expected, rel_tol=FIRST_TOLERANCE if step == 1 else LATER_TOLERANCE):
            raise SystemExit(f"bench: {model['name']}: expected a loss of {expected:.7g} in step {step} of jax-js, "
                             f"found {found:.7g}.")


def judge_steps(table, options, limits):
    """Checks the limits of training in a browser on the models that were measured."""
    dense_names = [model["name"] for model in options.trained_models() if model["layers"][0]["type"] == "dense"]

    def rows(dense):
        return [row for row in table.rows if (row["model"] in dense_names) == dense]

    def ratios(peer, dense=True):
        return [row[f"{peer}_ratio"] for row in rows(dense) if f"{peer}_ratio" in row]

    def shares(dense):
        return [row["share_of_roof"] for row in rows(dense) if row["batch"] == 128]

    limits.ratios("Chromium, dense presets against jax-js", ratios("jax"), lowest=2.5)
    limits.ratios("Chromium, convolutions against jax-js", ratios("jax", dense=False), lowest=2.5)
    for what, dense, share in (("dense presets", True, 0.75), ("convolutions", False, 0.6)):
        limits.ratios(f"Chromium, {what} at 128, share of the roof", shares(dense), lowest=share)
    limits.ratios("Chromium, dense presets against tfjs WASM", ratios("tfjs_wasm"), lowest=10)
    limits.ratios("Chromium, convolutions against tfjs CPU", ratios("tfjs_cpu", dense=False), lowest=40)


def judge_inference(ours, options, roof, limits):
    model = options.model("deep-30")
    many = 10_000
    ours.ask("prepare", listing=model, batch=32)
    one = Comparison({"ours": Work(ours, "reconstruct", images=1)}, options.rounds)
    limits.at_most("Chromium, one image through deep-30 (ms)", one.milliseconds("ours"), 0.4)
    all_of_them = Comparison({"ours": Work(ours, "reconstruct", images=many), "roof": roof.work}, options.rounds)
    rate = operations_of_pass(model, many) / all_of_them.milliseconds("ours") * 1e3
    print(f"10,000 images through deep-30 in Chromium: {rate / 1e9:.0f} GFLOP/s, "
          f"{rate / roof.operations(all_of_them):.0%} of the roof")


def judge_threads(one, two, options, limits):
    """Compares a step of deep-30 on two threads, in an isolated page, with one on a single thread."""
    for runner in (one, two):
        runner.ask("prepare", listing=options.model("deep-30"), batch=128)
    found = Comparison({"ours": Work(two, "train"), "one": Work(one, "train")}, options.rounds)
    limits.at_least("Chromium, two threads against one, deep-30, batch 128",
                    found.against("one")["one_ratio"], 1.7)


def judge_page(visitor, options, limits):
    """Times what visitors wait for; each result is the median of several visits."""

    def milliseconds(what, visits):
        return statistics.median(visitor.ask(what)["milliseconds"] for _ in range(visits))

    limits.at_most("Page, first reconstruction (ms)", milliseconds("first_reconstruction", options.rounds), 2000)
    limits.at_most("Page, pen move to four pictures (ms)", milliseconds("pen_to_pictures", options.rounds), 16)
    limits.at_most("Page, largest gap between frames while training (ms)",
                   milliseconds("largest_frame_gap", options.rounds), 100)
    limits.at_most("Page, linear network to PCA (s)", milliseconds("linear_to_pca", 1) / 1e3, 60)
