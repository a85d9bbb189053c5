"""Compares the benchmark's counts and judgements with results worked out by hand."""
import json
import os
import subprocess
import sys
import unittest
import unittest.mock

from counts import operations_of_pass, operations_of_step, optimiser_bytes
from measure import Comparison, Work
from runners import Runner
from table import Limits
from web import check_losses, check_parameters


def model(name):
    command = [os.environ["HOURGLASS"], "summary", name, "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


class CountsTest(unittest.TestCase):
    def test_a_dense_layer_uses_every_weight_once_for_each_image(self):
        weights = 784 * 128 + 128 * 32 + 32 * 128 + 128 * 784
        self.assertEqual(operations_of_pass(model("dense-128-32"), 10), 10 * 2 * weights)

    def test_a_convolution_uses_its_kernel_at_every_position(self):
        convolutions = 16 * 9 * 28 * 28 + 4 * 16 * 9 * 14 * 14
        transposed = 4 * 16 * 4 * 7 * 7 + 16 * 4 * 14 * 14  # at every position of their input
        self.assertEqual(operations_of_pass(model("conv-transpose"), 1),
                         2 * (convolutions + transposed))

    def test_a_training_step_costs_three_forward_passes_less_the_gradient_of_the_input(self):
        weights = 784 * 32 + 32 * 784
        self.assertEqual(operations_of_step(model("simple-32"), 5),
                         5 * 2 * (3 * weights - 784 * 32))

    def test_adam_reads_four_and_writes_three_numbers_per_parameter(self):
        self.assertEqual(optimiser_bytes(model("toy-6-3-6")), 45 * 28)


class SteadyRunner:
    """A runner that takes the same time for every request."""

    def __init__(self, seconds):
        self.seconds = seconds

    def ask(self, _, times):
        return {"seconds": times * self.seconds}

    def processor_seconds(self):
        return 0


class MeasureTest(unittest.TestCase):
    def test_a_ratio_is_the_peers_time_over_ours(self):
        works = {"ours": Work(SteadyRunner(0.002), "train"), "peer": Work(SteadyRunner(0.006), "train")}
        found = Comparison(works, rounds=3)
        self.assertAlmostEqual(found.milliseconds("ours"), 2)
        self.assertAlmostEqual(found.against("peer")["peer_ratio"], 3)

    def test_a_round_is_long_enough_to_be_measured(self):
        work = Work(SteadyRunner(0.0007), "train")
        self.assertGreaterEqual(work.times * 0.0007, 0.1)


class LimitsTest(unittest.TestCase):
    def test_each_limit_is_reported_as_met_or_missed(self):
        limits = Limits()
        limits.ratios("ratios", [1, 4], mean=2, lowest=1.5)
        limits.at_most("time", 3, 2)
        self.assertEqual([row["met"] for row in limits.rows], ["met", "missed", "missed"])

    def test_missing_measurements_are_not_judged(self):
        limits = Limits()
        limits.ratios("ratios", [], mean=2, lowest=1)
        self.assertEqual(limits.rows, [])


class PeerTest(unittest.TestCase):
    def test_a_peer_that_trains_the_same_network_passes(self):
        check_parameters("peer", {"name": "preset", "parameters": 45}, {"parameters": 45})
        check_losses({"name": "preset"}, [0.5, 0.25], [0.50004, 0.2502])

    def test_a_peer_with_another_number_of_parameters_ends_the_benchmark(self):
        with self.assertRaisesRegex(SystemExit, "preset: expected 45 parameters in peer, found 44"):
            check_parameters("peer", {"name": "preset", "parameters": 45}, {"parameters": 44})

    def test_a_peer_with_other_losses_ends_the_benchmark(self):
        with self.assertRaisesRegex(SystemExit, "preset: expected a loss of 0.25 in step 2 of jax-js, found 0.2503"):
            check_losses({"name": "preset"}, [0.5, 0.25], [0.5, 0.2503])
        with self.assertRaisesRegex(SystemExit, "preset: expected a loss of 0.5 in step 1 of jax-js, found 0.5001"):
            check_losses({"name": "preset"}, [0.5, 0.25], [0.5001, 0.25])

    def test_a_peer_that_does_not_learn_ends_the_benchmark(self):
        with self.assertRaisesRegex(SystemExit, "preset: expected jax-js's loss to fall, found 0.5 and then 0.5"):
            check_losses({"name": "preset"}, [0.5, 0.5], [0.5, 0.5])


class RunnerTest(unittest.TestCase):
    def test_variables_that_choose_kernels_are_not_inherited(self):
        names = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "MKL_DEBUG_CPU_TYPE", "OMP_NUM_THREADS", "UNRELATED"]
        script = (f"import json, os, sys\nfor _ in sys.stdin:\n"
                  f"  print(json.dumps([os.environ.get(name) for name in {names}]), flush=True)")
        with unittest.mock.patch.dict(os.environ, {name: "Haswell" for name in names}):
            with Runner([sys.executable, "-c", script], OMP_NUM_THREADS=2) as runner:
                self.assertEqual(runner.ask("tell"), [None, None, None, "2", "Haswell"])
