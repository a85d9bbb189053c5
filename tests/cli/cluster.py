"""Runs the examples for clusters as a scheduler would."""

import os
from pathlib import Path

from interruption import InterruptionTest
from program import PROGRAM, digests

EXAMPLES = Path(__file__).resolve().parents[2] / "native_cli/examples"
CLUSTER = EXAMPLES / "cluster"
GRID = '[grid]\npreset = ["pca-3", "simple-32"]\nseed = [1, 2, 3]\n[train]\nepochs = {epochs}\nlimit = {limit}\n'


class ClusterTest(InterruptionTest):
    def environment(self, **variables):
        return {**os.environ, "PATH": f"{Path(PROGRAM).parent}:{os.environ['PATH']}", **variables}

    def write_grid(self, epochs=60, limit=2000):
        (self.folder / "grid.toml").write_text(GRID.format(epochs=epochs, limit=limit))

    def files(self):
        return digests(self.folder / "runs")
