"""A run that is ended before its end, and goes on."""

import os
import random
import shlex
import signal
import subprocess
import time

import numpy as np

from program import ProgramTest, read_checkpoint

RUN = ("simple-32", "--limit", 3000, "--validation", 500, "--epochs", 30, "--threads", 2,
       "--noise", "gaussian:mixed:0.5", "--lr", 0.005, "--schedule", "cosine", "--warmup", 0.01,
       "--weight-decay", 0.01, "--early-stopping", 30)
RESUME = "cut.safetensors.resume"


class Interruption(ProgramTest):
    def start_run(self):
        return self.start("train", *RUN, "--out", "cut.safetensors", "--log", "cut.csv")

    def wait_for(self, condition):
        deadline = time.monotonic() + 60
        while not condition():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.002)

    def uninterrupted(self):
        self.run_program("train", *RUN, "--out", "whole.safetensors", "--log", "whole.csv")
        return (self.folder / "whole.safetensors").read_bytes()

    def interrupt(self, number):
        """The command that the interrupted run says to go on with."""
        process = self.start_run()
        log = self.folder / "cut.csv"
        self.wait_for(lambda: log.exists() and log.read_text().count("\n") > 2)
        process.send_signal(number)
        status, output, errors = self.finish(process)
        self.assertEqual(status, 130, errors)
        self.assertNotIn("Trained", output)
        self.assertEqual(errors.count("\n"), 1)
        self.assertEqual(self.listing(), ["cut.csv", RESUME])
        return shlex.split(errors.split("to go on: ")[1])[1:]

    def test_killed_again_and_again_it_ends_in_the_same_bytes(self):
        expected = self.uninterrupted()
        chance = random.Random(7)
        process = self.start_run()
        self.wait_for(lambda: (self.folder / RESUME).exists())
        kills = 0
        while True:
            time.sleep(chance.uniform(0.05, 0.4))
            if process.poll() is not None or kills == 6:
                break
            process.kill()
            self.finish(process)
            kills += 1
            self.assertNotIn("cut.safetensors", self.listing())
            # The old command with --resume behind it: what it repeats is what the run has.
            process = self.start("train", *RUN, "--log", "cut.csv", "--resume", RESUME)
        status, _, errors = self.finish(process)
        self.assertEqual((status, errors), (0, ""))
        self.assertGreater(kills, 0)
        self.assertEqual((self.folder / "cut.safetensors").read_bytes(), expected)
        self.assertEqual((self.folder / "cut.csv").read_text(), (self.folder / "whole.csv").read_text())
        self.assertNotIn(RESUME, self.listing())

    def test_interrupted_it_says_how_to_go_on_and_does(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            expected = self.uninterrupted()
            for name in ("whole.safetensors", "whole.csv"):
                (self.folder / name).unlink()
            self.run_program(*self.interrupt(number))
            self.assertEqual((self.folder / "cut.safetensors").read_bytes(), expected)
            self.assertEqual(self.listing(), ["cut.csv", "cut.safetensors"])
            for name in self.listing():
                (self.folder / name).unlink()

    def test_what_a_killed_run_was_writing_is_removed_by_the_next(self):
        ended = subprocess.Popen(["true"])
        ended.wait()
        kept = [f"model.safetensors.tmp.{os.getpid()}", f"other.tmp.{ended.pid}", "model.safetensors.tmp.x"]
        for name in [*kept, f"model.safetensors.tmp.{ended.pid}"]:
            (self.folder / name).write_text("half a file")
        self.train("simple-32")
        self.assertEqual(self.listing(), sorted(["model.safetensors", *kept]))

    def test_second_interrupt_quits_at_once(self):
        process = self.start("train", "deep-30-2006", "--batch", 60000, "--threads", 1)
        self.wait_for(lambda: (self.folder / "deep-30-2006.safetensors.resume").exists())
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        time.sleep(0.1)
        self.assertIsNone(process.poll())
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        status, _, errors = self.finish(process)
        self.assertEqual((status, errors), (130, ""))
        self.assertLess(time.monotonic() - began, 1)

    def test_resume_file_is_a_checkpoint_like_any_other(self):
        self.interrupt(signal.SIGINT)
        tensors, metadata = read_checkpoint(self.folder / RESUME)
        self.assertEqual(tensors["optimizer.step"].tolist(), [metadata["training"]["step"]])
        self.assertTrue(np.isfinite(tensors["optimizer.exp_avg.0.weight"]).all())
        self.assertEqual(self.evaluate(RESUME, "--limit", 50)["images"], 50)

    def test_run_goes_on_only_as_it_was_begun(self):
        self.interrupt(signal.SIGINT)
        go_on = ["train", "--resume", RESUME]
        for option in (["--batch", 8], ["--lr", 0.1], ["--loss", "bce"], ["--noise", "masking:1"], ["--l1", 1],
                       ["--schedule", "constant"], ["--warmup", 0.2], ["--weight-decay", 0],
                       ["--early-stopping", 2], ["--epochs", 31], ["--seed", 2], ["--threads", 9],
                       ["--limit", 9], ["--validation", 9]):
            self.assert_refused([*go_on, *option], 2, option[0], "--resume")
        self.assert_refused(["train", "deep-30", "--resume", RESUME], 2, "deep-30", "simple-32")
        self.assert_refused([*go_on, "--data", self.folder], 1, "train-images-idx3-ubyte")

    def test_weights_alone_are_no_run_to_go_on_with(self):
        path = self.train("simple-32")
        self.assert_refused(["train", "--resume", path], 1, "model.safetensors", "weights only", "--from")
