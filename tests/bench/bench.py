"""Runs suites of the benchmark; run.sh installs and builds what they need first."""
import argparse
import functools
import importlib.util
import json
import os
import pathlib
import signal
import subprocess
import sys

import growth
import native
import pca
import portable
import web
from runners import Runner
from table import machine_folder, write_csv

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
BUILD = PROJECT / "build/native"
PORTABLE_BUILD = PROJECT / "build/portable"
SYSTEM_PYTHON = pathlib.Path("/usr/bin/python3")
NEWER_PYTHON = PROJECT / "build/toolchain/pytorch/python3"
ROUNDS = 7
SUITES = {"native": native, "web": web, "pca": pca, "growth": growth, "portable": portable}


@functools.cache
def listing(*arguments):
    """Runs an `hourglass` command and returns the JSON that it prints."""
    command = [BUILD / "native_cli/hourglass", *arguments, "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


class Options(argparse.Namespace):
    """The options of the command line, and how each runner is started."""

    training_images = PROJECT / "build/data/mnist/train-images-idx3-ubyte"

    def trained_models(self):
        """The presets trained by gradient descent, or those of them that --models selects."""
        trained = [model for model in listing("models") if model["fit"] == "gradient"]
        names = [model["name"] for model in trained]
        for name in self.models or ():
            if name not in names:
                raise SystemExit(f"bench: --models: expected some of {', '.join(names)}, found {name}")
        return [model for model in trained if not self.models or model["name"] in self.models]

    def model(self, name):
        """The summary of a preset, or of layer sizes like 784-128-16."""
        return listing("summary", name)

    def ours(self):
        return Runner([BUILD / "tests/bench/hourglass_bench"])

    def portable(self, level):
        """A runner of the portable build's code for a level of x86-64, or for any other architecture."""
        # The portable build itself is level 3; the builds of the other levels lie in folders within it.
        folder = PORTABLE_BUILD if level in (None, "x86-64-v3") else PORTABLE_BUILD / level
        return Runner([folder / "tests/bench/hourglass_bench"])

    def torches(self):
        """A runner of the system's PyTorch, and one of Debian 13's where set-up could unpack it."""
        pythons = [SYSTEM_PYTHON] if importlib.util.find_spec("torch") else []
        pythons += [NEWER_PYTHON] if NEWER_PYTHON.exists() else []
        if not pythons:
            raise SystemExit("bench: PyTorch is not installed: run .ci/setup.sh bench, or leave it out with --no-peer.")
        return [self.python("torch_peer.py", python) for python in pythons]

    def sklearn(self):
        return self.python("sklearn_peer.py")

    def python(self, script, python=SYSTEM_PYTHON):
        # This OpenBLAS replaces the system's BLAS. It uses OpenMP, so it shares its threads with PyTorch.
        blas = f"/usr/lib/{os.uname().machine}-linux-gnu/openblas-openmp"
        path = {"LD_LIBRARY_PATH": blas} if python == SYSTEM_PYTHON else {}
        return Runner([python, "-B", HERE / script], OMP_NUM_THREADS=self.threads, **path)

    def browser(self, **page):
        """Starts one of the engines in web/ in a Chromium of its own."""
        return Runner(["node", HERE / "web/browser.mjs", *(f"{name}={value}" for name, value in page.items())])

    def page(self):
        """Opens the built page in a Chromium of its own."""
        return Runner(["node", HERE / "web/visit.mjs"])

    def shipped_module(self):
        """The module that the page loads without cross-origin isolation."""
        return "/build/wasm/wasm/hourglass_relaxed.js"

    def threaded_module(self):
        """The module that the page loads with cross-origin isolation."""
        return "/build/wasm-threads/wasm/hourglass_threads_relaxed.js"

    def roof_module(self, variant):
        return f"/build/wasm/tests/bench/roof_{variant}.mjs"

    def results_folder(self):
        """Where to save the results, or None if the options change what is measured and name no folder."""
        is_partial = (self.models or self.no_peer or self.batches != [32, 128] or self.threads != 2
                      or self.rounds < ROUNDS)
        return self.results or (None if is_partial else machine_folder())


def words(text):
    return text.split(",")


def numbers(text):
    return [int(word) for word in words(text)]


def main():
    parser = argparse.ArgumentParser(prog="bench.py")
    parser.add_argument("suites", nargs="+", choices=SUITES)
    parser.add_argument("--models", type=words)
    parser.add_argument("--batch", dest="batches", type=numbers, default=[32, 128])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--results", type=pathlib.Path)
    options = parser.parse_args(namespace=Options())
    # On SIGTERM, Python exits normally, so that it ends the runners too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    for suite in options.suites:
        print(f"== {suite}", flush=True)
        rows, limits = SUITES[suite].run(options)
        limits.print()
        if folder := options.results_folder():
            write_csv(folder / f"{suite}.csv", rows)
            write_csv(folder / f"{suite}-limits.csv", limits.rows)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
