"""Compares training steps of the portable program, at the best level of this CPU, with those of the native build."""
import contextlib
import platform
import re
import subprocess

from measure import Comparison, Work
from table import Limits, Table

COLUMNS = {
    "model": ("model".ljust(22), ""),
    "batch": ("batch", "d"),
    "ours_ms": ("native ms", ".3f"),
    "portable_ms": ("portable ms", ".3f"),
    "portable_ratio": ("ratio", ".3f"),
    "portable_ratio_least": (" from", ".3f"),
    "portable_ratio_most": ("   to", ".3f"),
    "elsewhere": ("elsewhere", ".0%"),
}


def best_level():
    """The best level of x86-64 that the C library's loader finds this CPU to support; None on other architectures."""
    if platform.machine() != "x86_64":
        return None
    command = ["/lib64/ld-linux-x86-64.so.2", "--help"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return re.search(r"(x86-64-v\d) \(supported", listed)[1]


def run(options):
    limits = Limits()
    level = best_level()
    with contextlib.ExitStack() as stack:
        native, portable = (stack.enter_context(runner) for runner in (options.ours(), options.portable(level)))
        print(f"Portable build for {level or platform.machine()}, {options.threads} threads")
        table = Table(COLUMNS)
        for model in options.trained_models():
            for batch in options.batches:
                for runner in (native, portable):
                    runner.ask("prepare", model=model["name"], batch=batch, threads=options.threads)
                found = Comparison({"ours": Work(native, "train"), "portable": Work(portable, "train")}, options.rounds)
                table.add(model=model["name"], batch=batch, ours_ms=found.milliseconds("ours"),
                          **found.against("portable"), elsewhere=found.elsewhere)
    limits.at_most("portable, time of a step against the native build: highest",
                   max(row["portable_ratio"] for row in table.rows), 1.1)
    return table.rows, limits
