"""Runs that are interrupted or killed."""

import os
import random
import resource
import shlex
import shutil
import signal
import subprocess
import time

from interruption import LONG_RUN, RESUME, RUN, InterruptionTest
from program import MNIST, read_checkpoint


class Interruption(InterruptionTest):
    def read_until(self, stream, word):
        lines = ""
        while word not in lines.split("\n")[-2:][0]:
            lines += stream.readline()
        return lines

    def test_run_that_is_killed_repeatedly_writes_the_same_file(self):
        model, log = self.uninterrupted()
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
            # This is the old command with --resume appended: resuming may repeat the settings of the run.
            process = self.start("train", *RUN, "--log", "cut.csv", "--resume", RESUME)
        status, _, errors = self.finish(process)
        self.assertEqual((status, errors), (0, ""))
        self.assertGreater(kills, 0)
        self.assertEqual((self.folder / "cut.safetensors").read_bytes(), model)
        self.assertEqual((self.folder / "cut.csv").read_bytes(), log)
        self.assertNotIn(RESUME, self.listing())

    def test_interrupted_run_prints_the_command_that_resumes_it(self):
        model, _ = self.uninterrupted()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self.run_program(*self.interrupt(number))
            self.assertEqual((self.folder / "cut.safetensors").read_bytes(), model)
            self.assertEqual(self.listing(), ["cut.csv", "cut.safetensors"])
            for name in self.listing():
                (self.folder / name).unlink()

    def test_temporary_file_of_a_killed_run_is_removed_by_the_next(self):
        ended = subprocess.Popen(["true"])
        ended.wait()
        # Until its parent asks how it ended, a process is still listed. The parent of an orphan may take seconds to.
        orphan = subprocess.Popen(["true"])
        self.addCleanup(orphan.wait)
        os.waitid(os.P_PID, orphan.pid, os.WEXITED | os.WNOWAIT)
        mark = "hourglass-tmp"
        kept = [f"model.safetensors.{mark}.{os.getpid()}", f"other.{mark}.{ended.pid}", f"model.safetensors.{mark}.x",
                f"model.safetensors.tmp.{ended.pid}"]
        for name in [*kept, *(f"model.safetensors.{mark}.{process.pid}" for process in (ended, orphan))]:
            (self.folder / name).write_text("half a file")
        self.train("simple-32")
        self.assertEqual(self.listing(), sorted(["model.safetensors", *kept]))

    def test_second_interrupt_quits_at_once(self):
        process = self.start("train", "deep-30-2006", "--batch", 60000, "--threads", 1)
        self.wait_for(lambda: (self.folder / "deep-30-2006.safetensors.resume").exists())
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        self.assertIn("finishing this step", self.read_until(process.stderr, "saving"))
        self.assertIsNone(process.poll())
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        status, _, errors = self.finish(process)
        self.assertEqual((status, errors), (130, ""))
        self.assertLess(time.monotonic() - began, 1)

    def test_signal_that_arrives_twice_at_once_still_saves(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            process = self.start("train", *LONG_RUN, "--out", "cut.safetensors")
            self.wait_for(lambda: (self.folder / RESUME).exists())
            process.send_signal(number)
            process.send_signal(number)
            status, _, errors = self.finish(process)
            self.assertEqual(status, 130, errors)
            self.assertIn("to resume: hourglass train --resume", errors)
            for name in self.listing():
                (self.folder / name).unlink()

    def test_signal_that_the_caller_ignores_stays_ignored(self):
        for number in (signal.SIGINT, signal.SIGHUP):
            process = self.start("train", *RUN, "--out", "cut.safetensors",
                                 preexec_fn=lambda number=number: signal.signal(number, signal.SIG_IGN))
            self.wait_for(lambda: (self.folder / RESUME).exists())
            process.send_signal(number)
            self.assertEqual(self.finish(process)[0], 0)
            (self.folder / "cut.safetensors").unlink()

    def test_run_continues_after_its_output_pipe_is_closed(self):
        process = self.start("train", "simple-32", "--limit", 500, "--epochs", 50, "--out", "m.safetensors")
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
        self.assertEqual(process.wait(100), 1)
        self.assertEqual(errors.splitlines()[-1], "hourglass: could not write to the standard output")
        self.assertEqual(len(read_checkpoint(self.folder / "m.safetensors")[1]["training"]["history"]), 50)
        process.stderr.close()

    def test_failed_save_is_reported_and_retried(self):
        process = self.start("train", *LONG_RUN, "--out", "cut.safetensors", "--log", "cut.csv")
        self.wait_for(lambda: (self.folder / RESUME).exists())
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
        warning = self.read_until(process.stderr, "training continues")
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        time.sleep(0.5)
        self.assertIn("training continues", warning)
        for _ in range(2):
            process.send_signal(signal.SIGINT)
            status, _, errors = self.finish(process)
            self.assertEqual(status, 130)
            epochs = read_checkpoint(self.folder / RESUME)[1]["training"]["history"]
            lines = (self.folder / "cut.csv").read_text().splitlines()
            self.assertEqual([int(line.split(",")[0]) for line in lines[1:]], list(range(1, len(epochs) + 1)))
            process = self.start(*shlex.split(errors.split("to resume: ")[1])[1:])
            self.wait_for(lambda: (self.folder / "cut.csv").read_text().count("\n") > len(lines))
        process.kill()
        self.finish(process)

    def test_truncating_the_data_file_ends_the_run_with_one_error_message(self):
        data = self.folder / "data"
        data.mkdir()
        images = data / "train-images-idx3-ubyte"
        shutil.copy(MNIST / "train-images-idx3-ubyte", images)
        process = self.start("train", "simple-32", "--epochs", 100, "--data", "data", "--out", "cut.safetensors")
        self.wait_for(lambda: (self.folder / RESUME).exists())
        os.truncate(images, 10_000)
        status, _, errors = self.finish(process)
        self.assertEqual((status, errors.count("\n")), (1, 1), errors)
        self.assertIn("data/train-images-idx3-ubyte: could no longer be read", errors)
        self.assertEqual(self.run_program("summary", RESUME).count("simple-32"), 1)
