"""Several processes that train one model together write the very files that one process with as many threads does."""

import os
import shutil
import signal
from pathlib import Path

from program import MNIST, PROGRAM, write_idx
from ranks import IS_MPICH, RANK_VARIABLES, SHORT, RanksTest


class SameBytes(RanksTest):
    def compare(self, ranks, threads, *arguments):
        """Compares ranks of `threads` threads each with one process."""
        for name, run, count in (("one", self.run_program, ranks * threads),
                                 ("ranks", lambda *words: self.run_ranks(ranks, *words), threads)):
            run("train", *arguments, "--threads", count, "--out", f"{name}.safetensors", "--log", f"{name}.csv")
        self.assert_same("one.safetensors", "ranks.safetensors")
        self.assert_same("one.csv", "ranks.csv")
        self.assertEqual(len(self.listing()), 4)  # no resume file and no lock is left

    def test_dense_sparse_denoising_and_convolutional_presets_on_two_and_three_ranks(self):
        for preset, *options in (
            ("dense-128-32",), ("deep-30", "--weight-decay", 0.01), ("784-64-32", "--l1", 0.001),
            ("784-48-16", "--noise", "gaussian:mixed:0.5"), ("784-32", "--optimizer", "sgd", "--lr", 0.1),
            ("conv-8-16-16",), ("conv-32", "--noise", "salt-pepper:0.2"),
        ):  # fmt: skip
            for ranks in (2, 3):
                with self.subTest(preset, ranks=ranks):
                    self.compare(ranks, 1, preset, *SHORT, *options)

    def test_ranks_with_several_threads(self):
        for preset in ("dense-128-32", "conv-8-16-16"):
            with self.subTest(preset):
                self.compare(2, 2, preset, *SHORT)

    def test_batch_with_fewer_images_than_ranks(self):
        # 11 images in batches of 5 leave a last batch of one image.
        self.compare(3, 1, "784-20", "--limit", 11, "--batch", 5, "--epochs", 2)
        self.compare(3, 1, "conv-8-16-16", "--limit", 11, "--batch", 5, "--epochs", 2)

    def test_early_stopping(self):
        self.compare(2, 1, "784-32", "--limit", 400, "--validation", 200, "--epochs", 60, "--batch", 16, "--lr", 0.02,
                     "--early-stopping", 2)
        rows = (self.folder / "ranks.csv").read_text().splitlines()
        self.assertLess(len(rows) - 1, 60)

    def test_kept_optimizer_and_float16(self):
        self.compare(2, 1, "784-32", *SHORT, "--keep-optimizer", "--float16")


class Interruption(RanksTest):
    RUN = ("784-64-16", "--limit", 2000, "--validation", 200, "--epochs", 30, "--noise", "gaussian:0.5")

    def straight_run(self):
        self.run_program("train", *self.RUN, "--threads", 2, "--out", "straight", "--log", "straight.csv")

    def start_run(self):
        process = self.start_ranks(2, "train", *self.RUN, "--out", "cut", "--log", "cut.csv")
        log = self.folder / "cut.csv"
        self.wait_for(lambda: log.exists() and log.read_text().count("\n") > 2)
        return process

    def resume(self):
        self.assertEqual(self.results(), ["cut.csv", "cut.resume", "straight", "straight.csv"])
        # The command of the straight run, as a scheduler would start it again.
        self.run_ranks(2, "train", *self.RUN, "--out", "cut", "--log", "cut.csv", "--resume-or-start")
        self.assert_same("straight", "cut")
        self.assert_same("straight.csv", "cut.csv")
        self.assertEqual(self.results(), ["cut", "cut.csv", "straight", "straight.csv"])

    def results(self):
        """The files but those that a killed process leaves: its locks, and what it was writing under another name."""
        return [name for name in self.listing() if not name.endswith(".run-lock") and "hourglass-tmp" not in name]

    def interrupt(self, process):
        """Asks one rank to stop; both save and end."""
        os.kill(self.process_of("1"), signal.SIGTERM)
        status, output, errors = self.finish(process)
        self.assertNotEqual(status, 0)
        (sentence,) = self.sentences(errors)
        self.assertIn("interrupted at step", sentence)
        self.assertIn("hourglass train --resume cut.resume", sentence)
        self.assertNotIn("Trained", output)

    def test_signal_to_one_rank_stops_all_and_the_run_continues_exactly(self):
        self.straight_run()
        self.interrupt(self.start_run())
        self.resume()

    def test_ctrl_c_saves_the_run(self):
        run = ("784-20", "--limit", 1000, "--epochs", 1_000_000, "--out", "cut", "--log", "cut.csv")
        process = self.start_ranks(2, "train", *run)
        self.wait_for((self.folder / "cut.resume").exists)
        process.send_signal(signal.SIGINT)
        status, _, _ = self.finish(process)
        if not IS_MPICH:  # whose mpirun 4.0 often returns 0 after Ctrl-C, whatever program it ran
            self.assertNotEqual(status, 0)
        self.assertEqual(self.listing(), ["cut.csv", "cut.resume"])  # a killed rank 0 would leave its locks

    def test_killed_rank_ends_all_and_the_run_continues_exactly(self):
        self.straight_run()
        for rank in ("0", "1"):
            with self.subTest(rank=rank):
                process = self.start_run()
                os.kill(self.process_of(rank), signal.SIGKILL)
                status, _, _ = self.finish(process)
                self.assertNotEqual(status, 0)
                self.resume()
                (self.folder / "cut").unlink()
                (self.folder / "cut.csv").unlink()

    def process_of(self, rank):
        """The process ID of a rank that this test has started."""
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and (entry / "cwd").samefile(self.folder):
                    variables = (entry / "environ").read_bytes().split(b"\0")
                    if any(f"{name}={rank}".encode() in variables for name in RANK_VARIABLES):
                        return int(entry.name)
            except OSError:
                continue  # the process has ended
        return self.fail(f"rank {rank} is not running")

    def test_run_may_be_resumed_by_threads_instead_of_ranks(self):
        self.straight_run()
        self.interrupt(self.start_run())
        self.run_program("train", "--resume", "cut.resume")
        self.assert_same("straight", "cut")

    def test_ranks_that_do_not_divide_the_threads_of_the_run_are_refused(self):
        self.interrupt(self.start_run())
        self.assert_ranks_refused(self.start_ranks(3, "train", "--resume", "cut.resume"), "divides", "2 threads", "3")


class BadRanks(RanksTest):
    def two_ranks(self, first, second, program=PROGRAM):
        """Starts two ranks with different arguments or programs."""
        return self.start_command("-n", 1, PROGRAM, *first, ":", "-n", 1, program, *second)

    def test_ranks_with_other_images_are_refused(self):
        other = self.folder / "other"
        other.mkdir()
        pixels = bytearray((MNIST / "train-images-idx3-ubyte").read_bytes()[16 : 16 + 784 * 100])
        write_idx(other / "train-images-idx3-ubyte", 0x803, (100, 28, 28), pixels)
        same = ("train", "784-20", "--limit", 100, "--epochs", 1, "--out", "model")
        self.assertEqual(self.finish(self.two_ranks(same, (*same, "--data", other)))[0], 0)
        (self.folder / "model").unlink()
        pixels[50] ^= 1
        write_idx(other / "train-images-idx3-ubyte", 0x803, (100, 28, 28), pixels)
        self.assert_ranks_refused(self.two_ranks(same, (*same, "--data", other)), "rank 1", "same training images")

    def test_another_build_of_the_program_is_refused(self):
        other = self.folder / "hourglass"
        shutil.copy(PROGRAM, other)
        same = ("train", "784-20", "--limit", 100, "--epochs", 1, "--out", "model")
        self.assertEqual(self.finish(self.two_ranks(same, same, other))[0], 0)
        (self.folder / "model").unlink()
        with open(other, "ab") as file:
            file.write(b"\0")
        self.assert_ranks_refused(self.two_ranks(same, same, other), "rank 1", "same build")

    def test_other_options_are_refused(self):
        same = ("train", "784-20", "--limit", 100, "--epochs", 1, "--out", "model")
        self.assert_ranks_refused(self.two_ranks(same, (*same, "--seed", 2)), "rank 1", "same options")
        self.assert_ranks_refused(self.two_ranks(same, (*same, "--threads", 2)), "rank 1", "same number of threads")

    def test_failure_is_one_sentence_whichever_rank_it_is_of(self):
        same = ("train", "784-20", "--limit", 100, "--out", "model")
        missing = (*same, "--data", "nowhere")
        self.assert_ranks_refused(self.two_ranks(same, missing), "nowhere")
        self.assert_ranks_refused(self.two_ranks(missing, same), "nowhere")
        self.assert_ranks_refused(self.two_ranks(missing, missing), "nowhere")
        self.assert_ranks_refused(self.start_ranks(2, "train", "no-such-preset"), "no-such-preset")
        self.assert_ranks_refused(self.start_ranks(2, "train", "784-20", "--lrr", 1), "--lrr")
        diverging = ("train", "linear-5", "--limit", 200, "--optimizer", "sgd", "--lr", 1e30, "--out", "model")
        self.assert_ranks_refused(self.start_ranks(2, *diverging), "diverged")
        self.assert_ranks_refused(self.start_ranks(2, *same[:-1], "missing/model"), "missing")
