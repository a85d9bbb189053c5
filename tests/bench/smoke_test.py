"""Runs the benchmarks for one round, so that they do not break unnoticed: their results are not judged, but all rows
and columns must be there. Peers that are not installed are left out."""
import contextlib
import csv
import importlib.util
import io
import os
import pathlib
import tempfile
import unittest
import unittest.mock

import bench

PROJECT = pathlib.Path(__file__).resolve().parents[2]
HAS_BROWSER_PEERS = (PROJECT / "build/bench/npm/.installed").exists()
HAS_PYTORCH = bool(importlib.util.find_spec("torch")) or bench.NEWER_PYTHON.exists()


class SmokeTest(unittest.TestCase):
    def run_bench(self, suite, models, has_peers):
        """Runs a suite at a batch of 4, and returns the rows that it has saved by their model."""
        with tempfile.TemporaryDirectory() as folder:
            command = ["bench.py", suite, "--models", ",".join(models), "--batch", "4", "--rounds", "1",
                       "--results", folder, *([] if has_peers else ["--no-peer"])]
            with unittest.mock.patch("sys.argv", command), contextlib.redirect_stdout(io.StringIO()) as printed:
                bench.main()
            with open(os.path.join(folder, f"{suite}.csv"), newline="") as file:
                rows = {row["model"]: row for row in csv.DictReader(file)}
        self.assertEqual(list(rows), models)
        for model in models:
            self.assertIn(model, printed.getvalue())
        return rows

    def assert_measured(self, row, *columns):
        for column in columns:
            self.assertGreater(float(row[column] or 0), 0, column)

    def test_native_steps_are_timed_next_to_pytorchs(self):
        row = self.run_bench("native", ["denoising-10"], HAS_PYTORCH)["denoising-10"]
        self.assert_measured(row, "ours_ms", "gflops", "roof_gflops", "share_of_roof", "floor_ms")
        if not HAS_PYTORCH:
            self.skipTest("PyTorch was left out, because it is not installed (.ci/setup.sh bench installs it)")
        self.assert_measured(row, "pytorch_ms", "pytorch_ratio", "pytorch_threads")
        self.assertRegex(row["pytorch_version"], r"^\d+\.\d+")
        self.assertIn("OpenBLAS", row["pytorch_kernels"])

    def test_steps_in_chromium_are_timed_next_to_other_libraries(self):
        # Between them, these models have every kind of layer but upsampling.
        dense, convolutional = "denoising-10", "conv-8-16-16-unpool"
        rows = self.run_bench("web", [dense, convolutional], HAS_BROWSER_PEERS)
        for row in rows.values():
            self.assert_measured(row, "ours_ms", "native_ms", "gflops", "roof_gflops", "share_of_roof", "floor_ms")
        if not HAS_BROWSER_PEERS:
            self.skipTest("jax-js and TensorFlow.js were left out, because they are not installed "
                          "(.ci/setup.sh bench installs them)")
        self.assert_measured(rows[dense], "jax_ms", "jax_ratio", "tfjs_wasm_ms", "tfjs_cpu_ms")
        self.assertEqual(rows[dense]["left_out"], "")
        self.assert_measured(rows[convolutional], "jax_ms", "jax_ratio")
        self.assertEqual(rows[convolutional]["left_out"],
                         "tfjs WASM has no gradients of convolutions; tfjs CPU has no unpooling")
        self.assertIn(rows[dense]["jax_device"], ["wasm", "webgl", "webgpu"])
