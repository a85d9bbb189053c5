"""Compares an exact PCA of all training images with scikit-learn's, and times a new fit in Chromium."""
import contextlib
import itertools

from measure import Comparison, Work
from table import Limits, Table

COMPONENTS = 30
IMAGES = 60_000
REFIT_IMAGES = 2_000
SOLVERS = ("full", "arpack", "randomized")
NUMBERS = ("float32", "float64")

COLUMNS = {
    "solver": ("scikit-learn's solver", ""),
    "numbers": ("numbers", ""),
    "sklearn_ms": ("   ms", ".0f"),
    "error": ("error of variance", ".1e"),
}


def largest_error(found, exact):
    """The largest relative error of the explained variances."""
    return max(abs(a - b) / b for a, b in zip(found, exact, strict=True))


def run(options):
    limits = Limits()
    with contextlib.ExitStack() as stack:
        ours = stack.enter_context(options.ours())
        details = {"components": COMPONENTS, "images": IMAGES, "threads": options.threads}
        variances = ours.ask("fit_pca", times=1, **details)["variances"]
        rows = [] if options.no_peer else compare(
            options, stack.enter_context(options.sklearn()), ours, details, variances, limits)
        if options.no_peer:
            fit = Comparison({"ours": Work(ours, "fit_pca", **details)}, options.rounds)
            print(f"pca-{COMPONENTS} on {IMAGES} images: {fit.milliseconds('ours'):.0f} ms")
        page = stack.enter_context(options.browser(engine="hourglass", module=options.shipped_module()))
        refit = Comparison({"ours": Work(page, "fit_pca", components=COMPONENTS, images=REFIT_IMAGES)},
                           options.rounds)
    limits.at_most(f"pca-{COMPONENTS} on {REFIT_IMAGES} images in Chromium (ms)",
                   refit.milliseconds("ours"), 150)
    return rows, limits


def compare(options, peer, ours, details, variances, limits):
    """Tries each of scikit-learn's solvers once, then times ours and the fastest of them in turns."""
    table = Table(COLUMNS)
    details_of = {}
    exact = None
    for solver, numbers in itertools.product(SOLVERS, reversed(NUMBERS)):
        asked = details | {"path": str(options.training_images), "solver": solver, "numbers": numbers}
        answer = peer.ask("fit_pca", times=1, **asked)
        exact = exact or answer["variances"]  # the first answer comes from the full decomposition in float64
        table.add(solver=solver, numbers=numbers, sklearn_ms=1e3 * answer["seconds"],
                  error=largest_error(answer["variances"], exact))
        details_of[solver, numbers] = asked
    fastest = min(table.rows, key=lambda row: row["sklearn_ms"])
    found = Comparison({"ours": Work(ours, "fit_pca", **details),
                        "sklearn": Work(peer, "fit_pca",
                                        **details_of[fastest["solver"], fastest["numbers"]])},
                       options.rounds)
    against = found.against("sklearn")
    error = largest_error(variances, exact)
    table.rows.append({"solver": "ours", "ours_ms": found.milliseconds("ours"), "error": error,
                       "elsewhere": found.elsewhere} | against)
    print(f"ours: {found.milliseconds('ours'):.0f} ms, scikit-learn's fastest, {fastest['solver']} in "
          f"{fastest['numbers']}: {against['sklearn_ms']:.0f} ms; elsewhere {found.elsewhere:.0%}")
    limits.at_least(f"pca-{COMPONENTS} on {IMAGES} images against scikit-learn",
                    against["sklearn_ratio"], 2)
    limits.at_most("relative error of our explained variances", error, 1e-6)
    return table.rows
