"""A run that tests interrupt, and the same run without interruption."""

import os
import shlex
import tempfile
import time
from pathlib import Path

from program import ProgramTest

# With sanitizers, training takes at least ten times as long, so fewer epochs leave enough time to interrupt it.
HAS_SANITIZERS = os.environ.get("HOURGLASS_HAS_SANITIZERS") == "1"

RUN = ("simple-32", "--limit", 3000, "--validation", 500, "--epochs", 10 if HAS_SANITIZERS else 30, "--threads", 2,
       "--noise", "gaussian:mixed:0.5", "--lr", 0.005, "--schedule", "cosine", "--warmup", 0.01,
       "--weight-decay", 0.01, "--early-stopping", 30)
RESUME = "cut.safetensors.resume"
# This run is so long that it cannot end before it is interrupted, even on a very fast machine.
LONG_RUN = ("simple-32", "--limit", 3000, "--validation", 500, "--epochs", 100_000, "--threads", 2)


class InterruptionTest(ProgramTest):
    """Base class of tests that interrupt runs."""

    whole = None

    def start_run(self):
        return self.start("train", *RUN, "--out", "cut.safetensors", "--log", "cut.csv")

    def wait_for(self, condition):
        deadline = time.monotonic() + 60
        while not condition():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.002)

    def uninterrupted(self):
        """Returns (model, log) of the uninterrupted run, which is done only once: it always gives the same files."""
        if InterruptionTest.whole is None:
            with tempfile.TemporaryDirectory() as folder:
                files = [Path(folder) / "whole.safetensors", Path(folder) / "whole.csv"]
                self.run_program("train", *RUN, "--out", files[0], "--log", files[1])
                InterruptionTest.whole = tuple(file.read_bytes() for file in files)
        return InterruptionTest.whole

    def interrupt(self, number):
        """Interrupts a run and returns the command that it prints for resuming."""
        process = self.start_run()
        log = self.folder / "cut.csv"
        self.wait_for(lambda: log.exists() and log.read_text().count("\n") > 2)
        process.send_signal(number)
        status, output, errors = self.finish(process)
        self.assertEqual(status, 130, errors)
        self.assertNotIn("Trained", output)
        self.assertEqual(errors.count("\n"), 1)
        self.assertEqual(self.listing(), ["cut.csv", RESUME])
        return shlex.split(errors.split("to resume: ")[1])[1:]
