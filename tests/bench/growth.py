"""Measures how the time of a training step depends on width, depth, batch size and threads; draws a plot."""
import pathlib
import subprocess

from counts import Roof
from measure import Comparison, Work
from table import Limits, Table, write_csv

BATCH = 128
WIDTHS = [16, 32, 64, 128, 256, 512, 1024, 2048]
DEPTHS = [1, 2, 3, 4, 6, 8]  # hidden layers of 256 units on each side of the code
BATCHES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048]

COLUMNS = {
    "series": ("series", ""),
    "x": ("    x", "d"),
    "threads": ("threads", "d"),
    "ours_ms": ("  ours ms", ".3f"),
    "floor_ms": (" floor ms", ".3f"),
    "gflops": ("GFLOP/s", ".1f"),
    "elsewhere": ("elsewhere", ".0%"),
}


def cases():
    """Yields (series, x, model, batch) for every measurement."""
    for width in WIDTHS:
        yield "width", width, f"784-{width}", BATCH
    for depth in DEPTHS:
        yield "depth", depth, "784-" + "256-" * depth + "32", BATCH
    for batch in BATCHES:
        yield "batch", batch, "deep-30", batch


def run(options):
    table = Table(COLUMNS)
    with options.ours() as ours:
        for threads in range(1, options.threads + 1):
            roof = Roof(ours, options.rounds, threads=threads)
            for series, x, name, batch in cases():
                model = options.model(name)
                ours.ask("prepare", model=name, batch=batch, threads=threads)
                found = Comparison({"ours": Work(ours, "train"), "roof": roof.work}, options.rounds)
                table.add(series=series, x=x, threads=threads, ours_ms=found.milliseconds("ours"),
                          **roof.columns(model, batch, found))
    if folder := options.results_folder():
        write_csv(folder / "growth.csv", table.rows)
        plot(folder)
    return [], Limits()


def plot(folder):
    script = pathlib.Path(__file__).with_name("growth.gp")
    subprocess.run(["gnuplot", "-e", f"data='{folder / 'growth.csv'}'",
                    "-e", f"picture='{folder / 'growth.svg'}'", script], check=True)
