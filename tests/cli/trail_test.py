"""What a run writes about itself, settings in a file, and runs that a scheduler starts again."""

import csv
import fcntl
import json
import math
import resource
import signal
import subprocess
import time

import numpy as np

from interruption import RESUME, InterruptionTest
from program import ProgramTest, digests, read_checkpoint

RUN = ("simple-32", "--limit", 700, "--validation", 90, "--epochs", 3, "--threads", 1, "--schedule", "cosine",
       "--warmup", 0.1)
STEPS_PER_EPOCH = 31  # 610 images in batches of 20


def events(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


class StepLog(ProgramTest):
    def test_log_has_every_step_and_epoch_as_the_recipe_defines_them(self):
        self.train(*RUN, "--log", "run.jsonl")
        self.train(*RUN, "--log", "run.csv")
        run, *lines = events(self.folder / "run.jsonl")
        self.assertEqual((run["event"], run["model"], run["seed"], run["images"]), ("run", "simple-32", 1, 610))
        self.assertEqual(run["recipe"]["warmup"], 0.1)
        steps = [line for line in lines if line["event"] == "step"]
        epochs = [line for line in lines if line["event"] == "epoch"]
        self.assertEqual([step["step"] for step in steps], list(range(1, 3 * STEPS_PER_EPOCH + 1)))
        self.assertEqual([lines.index(epoch) for epoch in epochs], [31, 63, 95])
        warmup = math.floor(0.1 * 93)
        for step in steps:
            done = step["step"] - 1
            decay = (1 + math.cos(math.pi * (done - warmup) / (93 - warmup))) / 2
            expected = 0.001 * ((done + 1) / (warmup + 1) if done < warmup else decay)
            self.assertAlmostEqual(step["learning_rate"], expected, places=12, msg=done)
        weights = [20] * 30 + [10]
        for number, epoch in enumerate(epochs):
            losses = [step["loss"] for step in steps if step["epoch"] == number + 1]
            self.assertAlmostEqual(epoch["loss"], np.average(losses, weights=weights), places=9)
        with open(self.folder / "run.csv", newline="", encoding="utf8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([(float(row["loss"]), float(row["validation_loss"])) for row in rows],
                         [(epoch["loss"], epoch["validation_loss"]) for epoch in epochs])

    def test_run_whose_log_met_a_full_disk_ends_with_an_error_and_whole_lines(self):
        full = 64 * 1024  # room for the model, but not for a thousand steps
        process = self.start("train", "784-1", "--limit", 2000, "--batch", 2, "--epochs", 1, "--threads", 1,
                             "--out", "model.safetensors", "--log", "run.jsonl",
                             preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (full, full)))
        status, _, errors = self.finish(process)
        self.assertEqual(status, 1, errors)
        self.assertIn("hourglass: run.jsonl: the last losses could not be written; model.safetensors is complete",
                      errors.splitlines()[-1])
        self.assertEqual(read_checkpoint(self.folder / "model.safetensors")[1]["training"]["step"], 1000)
        self.assertFalse((self.folder / RESUME).exists())
        self.assertTrue((self.folder / "run.jsonl").read_text().endswith("\n"))
        steps = [line["step"] for line in events(self.folder / "run.jsonl") if line["event"] == "step"]
        self.assertEqual(steps, list(range(1, len(steps) + 1)))

    def test_run_whose_log_lost_its_folder_ends_with_an_error(self):
        logs = self.folder / "logs"
        logs.mkdir()
        process = self.start("train", "simple-32", "--limit", 1000, "--epochs", 200, "--threads", 1,
                             "--out", "model.safetensors", "--log", "logs/run.csv")
        while not (logs / "run.csv").exists():
            self.assertIsNone(process.poll())
            time.sleep(0.01)
        logs.rename(self.folder / "elsewhere")
        status, _, errors = self.finish(process)
        self.assertEqual(status, 1, errors)
        self.assertIn("logs/run.csv: the last losses could not be written", errors.splitlines()[-1])
        self.assertTrue((self.folder / "model.safetensors").exists())

    def test_name_of_another_format_is_refused(self):
        self.assert_refused(["train", "simple-32", "--log", "x.json"], 2, "--log", ".csv or .jsonl", "x.json")
        self.assert_refused(["train", "simple-32", "--out", "x.jsonl"], 2, "--out", "x.jsonl")


class Config(ProgramTest):
    def test_printed_settings_repeat_the_run(self):
        arguments = ["conv-32", "--code-size", 3, "--limit", 200, "--seed", 5, "--threads", 1, "--batch", 40,
                     "--epochs", 1, "--noise", "gaussian:0.2", "--float16"]
        text = self.run_program("train", *arguments, "--print-config")
        self.assertEqual(self.listing(), [])
        (self.folder / "recipe.toml").write_text(text)
        self.train(*arguments, out="whole.safetensors")
        self.run_program("train", "--config", "recipe.toml", "--out", "again.safetensors")
        self.assertEqual((self.folder / "whole.safetensors").read_bytes(),
                         (self.folder / "again.safetensors").read_bytes())
        tensors, _ = read_checkpoint(self.folder / "again.safetensors")
        self.assertEqual(tensors["6.weight"].shape, (3, 1024))
        self.run_program("train", "--config", "recipe.toml", "--seed", 6, "--out", "other.safetensors")
        self.assertEqual(read_checkpoint(self.folder / "other.safetensors")[1]["training"]["seed"], 6)

    def test_file_with_a_mistake_is_refused_with_its_line(self):
        for text, words in (
            ('preset = "pca-2"\nepoch = 3', ["line 2", '"epoch"', '"epochs"']),
            ("epochs = [1, 2]", ["line 1", "epochs", "list"]),
            ("float16 = 1", ["line 1", "float16", "true or false"]),
            ("data = 1979-05-27", ["line 1", "data", "date"]),
            ("[recipe]\nepochs = 1", ["line 1", "[recipe]"]),
            ("epochs = ", ["line 1", "TOML"]),
            ('epochs = "many"', ["line 1", "--epochs", '"many"']),
            ("seed = 1\nlr = 0", ["line 2", "learning rate", "above 0"]),
            ('loss = "mae"', ["line 1", "loss", '"mae"']),
            ("out = 3", ["line 1", "out", "text in quotes"]),
        ):
            (self.folder / "recipe.toml").write_text(text)
            self.assert_refused(["train", "pca-2", "--config", "recipe.toml"], 2, *words)
        self.assert_refused(["train", "--config", "none.toml"], 1, "none.toml")
        self.assert_refused(["train", "--print-config", "--resume", "x"], 2, "--print-config", "--resume")


class Requeue(InterruptionTest):
    LONG = ("simple-32", "--limit", 3000, "--epochs", 150, "--threads", 1, "--log", "cut.jsonl", "--out",
            "cut.safetensors", "--resume-or-start")

    def test_killed_run_goes_on_until_it_has_finished_and_then_ends_at_once(self):
        self.run_program("train", *self.LONG)
        whole = digests(self.folder)
        self.assertEqual(sorted(whole), ["cut.jsonl", "cut.safetensors"])
        for name in whole:
            (self.folder / name).unlink()
        for number in (signal.SIGKILL, signal.SIGTERM):
            process = self.start("train", *self.LONG)
            log = self.folder / "cut.jsonl"
            first = log.stat().st_size if log.exists() else 0
            self.wait_for(lambda first=first: log.exists() and log.stat().st_size > first + 20_000)
            process.send_signal(number)
            self.finish(process)
            self.assertIn(RESUME, self.listing())
        self.run_program("train", *self.LONG)
        self.assertEqual(digests(self.folder), whole)
        self.assertIn("has finished", self.run_program("train", *self.LONG))
        self.assertEqual(digests(self.folder), whole)
        lock = self.folder / "cut.safetensors.run-lock"
        with open(lock, "wb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            self.run_program("train", *self.LONG)
            self.assertTrue(lock.exists(), "the lock of a process that is alive must stay")
        killed = subprocess.Popen(["true"])
        killed.wait()
        for left in ("cut.jsonl.run-lock", f"cut.jsonl.hourglass-tmp.{killed.pid}",
                     f"cut.safetensors.hourglass-tmp.{killed.pid}", f"{RESUME}.hourglass-tmp.{killed.pid}"):
            (self.folder / left).touch()
        self.run_program("train", *self.LONG)
        self.assertEqual(digests(self.folder), whole, "what killed processes left must go")

    def test_file_of_another_run_is_refused(self):
        run = ["train", "simple-32", "--limit", 100, "--resume-or-start", "--out", "m.safetensors"]
        self.run_program(*run, "--epochs", 1)
        for option in (["--seed", 2], ["--batch", 7], ["--noise", "masking:0.5"], ["--validation", 5], []):
            epochs = [] if option == [] else ["--epochs", 1]
            named = option[0] if option else "--epochs 20"
            self.assert_refused([*run, *epochs, *option], 1, "m.safetensors", named)
        self.assert_refused(["train", "under-64", "--resume-or-start", "--out", "m.safetensors"], 1, "under-64",
                            "simple-32")
        self.assert_refused([*run, "--resume", "m.safetensors"], 2, "--resume")

    def test_half_written_resume_file_is_refused_and_kept(self):
        run = ["train", "simple-32", "--limit", 100, "--epochs", 1, "--keep-optimizer", "--resume-or-start", "--out"]
        self.run_program(*run, "m.safetensors")
        whole = (self.folder / "m.safetensors").read_bytes()
        for cut in (0, 100, len(whole) - 1):
            resume = self.folder / "n.safetensors.resume"
            resume.write_bytes(whole[:cut])
            self.assert_refused([*run, "n.safetensors"], 1, "n.safetensors.resume: ", "expected")
            self.assertEqual(resume.read_bytes(), whole[:cut])
            self.assertNotIn("n.safetensors", self.listing())

    def test_finished_fit_ends_at_once(self):
        self.run_program("train", "pca-2", "--limit", 50, "--resume-or-start")
        self.assertIn("has finished", self.run_program("train", "pca-2", "--limit", 50, "--resume-or-start"))
