"""A run that is ended before its end, and goes on."""

import json
import os
import random
import resource
import shlex
import shutil
import signal
import struct
import subprocess
import time
import zlib

import numpy as np

from program import MNIST, PROGRAM, ProgramTest, read_checkpoint, write_idx

RUN = ("simple-32", "--limit", 3000, "--validation", 500, "--epochs", 30, "--threads", 2,
       "--noise", "gaussian:mixed:0.5", "--lr", 0.005, "--schedule", "cosine", "--warmup", 0.01,
       "--weight-decay", 0.01, "--early-stopping", 30)
RESUME = "cut.safetensors.resume"
# So long that it cannot end before it is interrupted, on a machine of any speed.
LONG_RUN = ("simple-32", "--limit", 3000, "--validation", 500, "--epochs", 100_000, "--threads", 2)


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
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
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
        mark = "hourglass-tmp"
        kept = [f"model.safetensors.{mark}.{os.getpid()}", f"other.{mark}.{ended.pid}", f"model.safetensors.{mark}.x",
                f"model.safetensors.tmp.{ended.pid}"]
        for name in [*kept, f"model.safetensors.{mark}.{ended.pid}"]:
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

    def read_until(self, stream, word):
        lines = ""
        while word not in lines.split("\n")[-2:][0]:
            lines += stream.readline()
        return lines

    def test_signal_that_arrives_twice_at_once_still_saves(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            process = self.start("train", *LONG_RUN, "--out", "cut.safetensors")
            self.wait_for(lambda: (self.folder / RESUME).exists())
            process.send_signal(number)
            process.send_signal(number)
            status, _, errors = self.finish(process)
            self.assertEqual(status, 130, errors)
            self.assertIn("to go on: hourglass train --resume", errors)
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

    def test_run_goes_on_with_its_own_images_wherever_they_are(self):
        images = np.fromfile(MNIST / "train-images-idx3-ubyte", np.uint8, offset=16, count=784 * 3000)
        for name, pixels in (("own", images), ("moved", images), ("other", 255 - images)):
            (self.folder / name).mkdir()
            write_idx(self.folder / name / "train-images-idx3-ubyte", 0x803, (3000, 28, 28), pixels)
        arguments = [*RUN, "--data", self.folder / "own"]
        self.run_program("train", *arguments, "--out", "whole.safetensors")
        process = self.start("train", *arguments, "--out", "cut.safetensors")
        self.wait_for(lambda: (self.folder / RESUME).exists())
        process.kill()
        self.finish(process)
        run = read_checkpoint(self.folder / RESUME)[1]["training"]["run"]
        self.assertEqual(run["pixels_crc32"], zlib.crc32(images.tobytes()))
        go_on = ["train", "--resume", RESUME]
        self.assert_refused([*go_on, "--data", "other"], 1, "own", "other", "--data")
        self.assert_refused([*go_on, "--data", MNIST.parent / "fashion-mnist"], 1, "own", "fashion-mnist")
        shutil.rmtree(self.folder / "own")
        self.run_program(*go_on, "--data", "moved")
        self.assertEqual((self.folder / "cut.safetensors").read_bytes(),
                         (self.folder / "whole.safetensors").read_bytes())

    def test_run_goes_on_with_its_precision_log_and_moments(self):
        arguments = [*RUN[:-2], "--float16", "--keep-optimizer"]
        self.run_program("train", *arguments, "--out", "whole.safetensors", "--log", "whole.csv")
        process = self.start("train", *arguments, "--out", "cut.safetensors", "--log", "cut.csv")
        log = self.folder / "cut.csv"
        self.wait_for(lambda: log.exists() and log.read_text().count("\n") > 2)
        process.kill()
        self.finish(process)
        self.run_program("train", "--resume", RESUME)
        for kind in ("safetensors", "csv"):
            self.assertEqual((self.folder / f"cut.{kind}").read_bytes(), (self.folder / f"whole.{kind}").read_bytes())
        self.assertEqual(read_checkpoint(self.folder / "cut.safetensors")[0]["0.weight"].dtype, np.float16)

    def test_two_runs_with_one_output_are_refused(self):
        process = self.start("train", *LONG_RUN, "--out", "cut.safetensors")
        self.wait_for(lambda: (self.folder / RESUME).exists())
        status, _, errors = self.finish(self.start("train", "simple-32", "--limit", 100, "--out", "cut.safetensors"))
        self.assertEqual(status, 1)
        self.assertIn("another run is writing it", errors)
        process.send_signal(signal.SIGINT)
        self.assertEqual(self.finish(process)[0], 130)
        self.assertEqual(self.listing(), [RESUME])

    def test_older_runs_are_numbered_and_each_goes_on_under_a_name_of_its_own(self):
        self.interrupt(signal.SIGINT)
        commands = []
        for number in (1, 2):
            process = self.start_run()
            kept = self.folder / f"{RESUME}.{number}"
            self.wait_for(lambda kept=kept: kept.exists() and (self.folder / RESUME).exists())
            process.send_signal(signal.SIGINT)
            output = self.finish(process)[1]
            commands.append(shlex.split(output.split("to go on with it: ")[1].splitlines()[0])[1:])
        self.assertEqual(self.listing(), ["cut.csv", RESUME, f"{RESUME}.1", f"{RESUME}.2"])
        expected = self.uninterrupted()
        for number, command in enumerate(commands, 1):
            self.run_program(*command)
            self.assertEqual((self.folder / f"cut-{number}.safetensors").read_bytes(), expected)

    def test_kept_run_goes_on_under_the_name_that_it_was_begun_with(self):
        run = ("simple-32", "--limit", 500, "--threads", 1, "--epochs", 300)
        for name in ("cut.safetensors", "l" * 255):
            for number in (1, 2):
                process = self.start("train", *run, "--out", name)
                self.wait_for(lambda: len([file for file in self.listing() if ".resume" in file]) == number)
                process.send_signal(signal.SIGINT)
                status, _, errors = self.finish(process)
                self.assertEqual(status, 130, (number, errors))
            (kept,) = [file for file in self.listing() if file.endswith(".resume.1")]
            saved = (self.folder / kept).read_bytes()
            process = self.start("train", "--resume", kept)
            self.assertEqual(self.finish(process)[0], 0)
            self.assertEqual((self.folder / kept).read_bytes(), saved)
            self.assertEqual(len(read_checkpoint(self.folder / name)[1]["training"]["history"]), 300)
            for file in self.listing():
                (self.folder / file).unlink()

    def test_run_is_marked_by_a_file_that_is_nobody_elses(self):
        for name in ("m.safetensors.lock", "m.safetensors.tmp.1"):
            (self.folder / name).write_text("precious")
        self.train("784-4", out="m.safetensors")
        self.assertEqual(self.listing(), ["m.safetensors", "m.safetensors.lock", "m.safetensors.tmp.1"])
        (self.folder / "m.safetensors.run-lock").write_text("precious")
        new = ["train", "784-4", "--epochs", 1, "--limit", 50, "--out", "m.safetensors"]
        self.assert_refused(new, 1, "m.safetensors.run-lock", "content")
        self.assert_refused([*new[:-1], "n", "--log", "n.run-lock"], 2, "--log", "n.run-lock")

    def test_two_runs_with_one_log_or_links_to_one_output_are_refused(self):
        process = self.start("train", *LONG_RUN, "--out", "cut.safetensors", "--log", "cut.csv")
        self.wait_for(lambda: (self.folder / RESUME).exists())
        (self.folder / "link").symlink_to("cut.safetensors")
        for arguments in (["--out", "other", "--log", "cut.csv"], ["--out", "link"]):
            status, _, errors = self.finish(self.start("train", "simple-32", "--limit", 100, *arguments))
            self.assertEqual((status, errors.count("another run is writing it")), (1, 1), errors)
        process.kill()
        self.finish(process)

    def test_names_that_are_no_utf8_are_kept(self):
        data = os.path.join(os.fsencode(self.folder), b"caf\xe9 100%41")
        os.mkdir(data)
        shutil.copy(os.fsencode(MNIST / "train-images-idx3-ubyte"), data)
        out, log = b"mod\xe8le.safetensors", b"mod\xe8le.csv"
        command = [PROGRAM, b"train", b"simple-32", b"--limit", b"500", b"--threads", b"1", b"--epochs", b"200"]
        command += [b"--data", data, b"--out", out, b"--log", log]
        process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.wait_for(lambda: out + b".resume" in os.listdir(os.fsencode(self.folder)))
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(100), 130)
        subprocess.run([PROGRAM, b"train", b"--resume", out + b".resume"], cwd=self.folder, check=True, capture_output=True)
        self.assertIn(out, os.listdir(os.fsencode(self.folder)))
        with open(os.path.join(os.fsencode(self.folder), log)) as file:
            self.assertEqual(file.read().count("\n"), 201)

    def test_reader_that_goes_away_ends_no_run(self):
        process = self.start("train", "simple-32", "--limit", 500, "--epochs", 50, "--out", "m.safetensors")
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
        self.assertEqual(process.wait(100), 1)
        self.assertEqual(errors.splitlines()[-1], "hourglass: the standard output could not be written")
        self.assertEqual(len(read_checkpoint(self.folder / "m.safetensors")[1]["training"]["history"]), 50)
        process.stderr.close()

    def test_save_that_fails_is_told_and_tried_again(self):
        process = self.start("train", "simple-32", "--limit", 3000, "--epochs", 400, "--out", "cut.safetensors",
                             "--log", "cut.csv")
        self.wait_for(lambda: (self.folder / RESUME).exists())
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
        warning = self.read_until(process.stderr, "go")
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        status, _, errors = self.finish(process)
        self.assertIn("training goes on", warning)
        self.assertEqual(status, 130)
        self.run_program(*shlex.split(errors.split("to go on: ")[1])[1:])
        self.assertEqual((self.folder / "cut.csv").read_text().count("\n"), 401)

    def test_data_file_that_shrinks_ends_the_run_in_a_sentence(self):
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


class Divergence(ProgramTest):
    RUN = ("simple-32", "--limit", 3000, "--epochs", 60, "--batch", 100, "--loss", "mse", "--threads", 2)

    def diverge(self, *options):
        status, output, errors = self.finish(self.start("train", *self.RUN, *options, "--out", "m.safetensors"))
        self.assertIn("the training diverged", errors)
        self.assertNotIn("nan", errors)
        return status, output, errors

    def test_file_of_before_is_kept_and_nothing_is_left_to_resume(self):
        (self.folder / "m.safetensors").write_bytes(b"older")
        for options, advice in (
            (["--lr", 1e37], "--lr below 1e+37"),
            (["--l1", 1e36], "--l1 below 1e+36"),
            (["--lr", 1, "--weight-decay", 1e6], "--weight-decay below 1000000"),
        ):
            status, _, errors = self.diverge(*options)
            self.assertEqual(status, 1, errors)
            self.assertIn(advice, errors)
            self.assertEqual(self.listing(), ["m.safetensors"])
        self.assertEqual((self.folder / "m.safetensors").read_bytes(), b"older")

    def test_best_epoch_is_delivered_where_the_run_kept_one(self):
        process = self.start("train", *LONG_RUN, "--early-stopping", 99_999, "--out", "m.safetensors")
        resume = self.folder / "m.safetensors.resume"
        deadline = time.monotonic() + 60
        while not (resume.exists() and b"best.0.weight" in resume.read_bytes()):
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        self.assertEqual(self.finish(process)[0], 130)
        content = bytearray(resume.read_bytes())
        best = read_checkpoint(resume)[0]["best.0.weight"]
        (length,) = struct.unpack_from("<Q", content)
        first, last = json.loads(content[8 : 8 + length])["0.weight"]["data_offsets"]
        content[8 + length + first : 8 + length + last] = np.full((last - first) // 4, 1e38, "<f4").tobytes()
        resume.write_bytes(content)
        status, output, errors = self.finish(self.start("train", "--resume", resume))
        self.assertEqual(status, 0, errors)
        self.assertIn("the training diverged", errors)
        self.assertIn("Kept the weights of epoch", output)
        np.testing.assert_array_equal(read_checkpoint(self.folder / "m.safetensors")[0]["0.weight"], best)
        self.assertEqual(self.listing(), ["m.safetensors"])

    def test_weights_alone_are_no_run_to_go_on_with(self):
        path = self.train("simple-32")
        self.assert_refused(["train", "--resume", path], 1, "model.safetensors", "weights only", "--from")
