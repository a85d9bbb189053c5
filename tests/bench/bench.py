"""Runs suites of the benchmark; run.sh installs and builds what they need first."""
import argparse
import functools
import json
import os
import pathlib
import signal
import subprocess
import sys

import growth
import native
import pca
import web
from runners import Runner
from table import write_csv

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
BUILD = PROJECT / "build/native"
ROUNDS = 7
SUITES = {"native": native, "web": web, "pca": pca, "growth": growth}


@functools.cache
def listing(*arguments):
    """What `hourglass` says in JSON."""
    command = [BUILD / "native_cli/hourglass", *arguments, "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


class Options(argparse.Namespace):
    """What the command line asks for, and how the runners are started."""

    training_images = PROJECT / "build/data/mnist/train-images-idx3-ubyte"

    def trained_models(self):
        """Every preset that is trained by gradients, or those of them that were asked for."""
        trained = [model for model in listing("models") if model["fit"] == "gradient"]
        names = [model["name"] for model in trained]
        for name in self.models or ():
            if name not in names:
                raise SystemExit(f"bench: --models: expected some of {', '.join(names)}, found {name}")
        return [model for model in trained if not self.models or model["name"] in self.models]

    def model(self, name):
        """A preset, or a form like 784-128-16."""
        return listing("summary", name)

    def ours(self):
        return Runner([BUILD / "tests/bench/hourglass_bench"])

    def torch(self):
        return self.python("torch_peer.py")

    def sklearn(self):
        return self.python("sklearn_peer.py")

    def python(self, script):
        # Found before the system's BLAS: OpenBLAS with OpenMP, the threads that PyTorch itself uses.
        blas = f"/usr/lib/{os.uname().machine}-linux-gnu/openblas-openmp"
        return Runner(["/usr/bin/python3", "-B", HERE / script], OMP_NUM_THREADS=self.threads,
                      LD_LIBRARY_PATH=blas)

    def browser(self, **page):
        """A Chromium of its own with an engine of web/."""
        return Runner(["node", HERE / "web/browser.mjs", *(f"{name}={value}" for name, value in page.items())])

    def page(self):
        """The built page in a Chromium of its own."""
        return Runner(["node", HERE / "web/visit.mjs"])

    def shipped_module(self):
        """What the page loads in a Chromium without isolation."""
        return "/build/wasm/wasm/hourglass_relaxed.js"

    def threaded_module(self):
        """What the page loads in one with it."""
        return "/build/wasm-threads/wasm/hourglass_threads_relaxed.js"

    def roof_module(self, variant):
        return f"/build/wasm/tests/bench/roof_{variant}.mjs"

    def is_partial(self):
        """Whether something is left out, so that the results are not kept."""
        return bool(self.models or self.no_peer or self.batches != [32, 128] or self.threads != 2
                    or self.rounds < ROUNDS)


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
    options = parser.parse_args(namespace=Options())
    # Ended by a signal, the runners are ended too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    for suite in options.suites:
        print(f"== {suite}", flush=True)
        rows, limits = SUITES[suite].run(options)
        limits.print()
        if not options.is_partial():
            write_csv(suite, rows)
            write_csv(f"{suite}-limits", limits.rows)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
