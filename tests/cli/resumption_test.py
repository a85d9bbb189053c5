"""How interrupted runs are resumed, and how runs are kept from overwriting each other's files."""

import os
import shlex
import shutil
import signal
import subprocess
import zlib

import numpy as np

from interruption import HAS_SANITIZERS, LONG_RUN, RESUME, RUN, InterruptionTest
from program import MNIST, PROGRAM, read_checkpoint, write_idx


class Resumption(InterruptionTest):
    def test_resume_file_is_a_checkpoint_like_any_other(self):
        self.interrupt(signal.SIGINT)
        tensors, metadata = read_checkpoint(self.folder / RESUME)
        self.assertEqual(tensors["optimizer.step"].tolist(), [metadata["training"]["step"]])
        self.assertTrue(np.isfinite(tensors["optimizer.exp_avg.0.weight"]).all())
        self.assertEqual(self.evaluate(RESUME, "--limit", 50)["images"], 50)

    def test_resumed_run_must_keep_its_settings(self):
        self.interrupt(signal.SIGINT)
        go_on = ["train", "--resume", RESUME]
        for option in (["--batch", 8], ["--lr", 0.1], ["--loss", "bce"], ["--noise", "masking:1"], ["--l1", 1],
                       ["--schedule", "constant"], ["--warmup", 0.2], ["--weight-decay", 0],
                       ["--early-stopping", 2], ["--epochs", 31], ["--seed", 2], ["--threads", 9],
                       ["--limit", 9], ["--validation", 9]):
            self.assert_refused([*go_on, *option], 2, option[0], "--resume")
        self.assert_refused(["train", "deep-30", "--resume", RESUME], 2, "deep-30", "simple-32")
        self.assert_refused([*go_on, "--data", self.folder], 1, "train-images-idx3-ubyte")

    def test_resumed_run_needs_the_same_images_but_in_any_folder(self):
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

    def test_resumed_run_keeps_its_precision_its_log_and_its_moments(self):
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

    def test_second_run_with_the_same_output_is_refused(self):
        process = self.start("train", *LONG_RUN, "--out", "cut.safetensors")
        self.wait_for(lambda: (self.folder / RESUME).exists())
        status, _, errors = self.finish(self.start("train", "simple-32", "--limit", 100, "--out", "cut.safetensors"))
        self.assertEqual(status, 1)
        self.assertIn("another run is writing it", errors)
        process.send_signal(signal.SIGINT)
        self.assertEqual(self.finish(process)[0], 130)
        self.assertEqual(self.listing(), [RESUME])

    def test_older_runs_are_numbered_and_each_resumes_into_its_own_file(self):
        self.interrupt(signal.SIGINT)
        commands = []
        for number in (1, 2):
            process = self.start_run()
            kept = self.folder / f"{RESUME}.{number}"
            self.wait_for(lambda kept=kept: kept.exists() and (self.folder / RESUME).exists())
            process.send_signal(signal.SIGINT)
            output = self.finish(process)[1]
            commands.append(shlex.split(output.split("to resume it: ")[1].splitlines()[0])[1:])
        self.assertEqual(self.listing(), ["cut.csv", RESUME, f"{RESUME}.1", f"{RESUME}.2"])
        model, _ = self.uninterrupted()
        for number, command in enumerate(commands, 1):
            self.run_program(*command)
            self.assertEqual((self.folder / f"cut-{number}.safetensors").read_bytes(), model)

    def test_renamed_run_resumes_into_its_original_output(self):
        epochs = 100 if HAS_SANITIZERS else 300
        run = ("simple-32", "--limit", 500, "--threads", 1, "--epochs", epochs)
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
            self.assertEqual(len(read_checkpoint(self.folder / name)[1]["training"]["history"]), epochs)
            for file in self.listing():
                (self.folder / file).unlink()

    def test_lock_file_never_replaces_another_file(self):
        for name in ("m.safetensors.lock", "m.safetensors.tmp.1"):
            (self.folder / name).write_text("precious")
        self.train("784-4", out="m.safetensors")
        self.assertEqual(self.listing(), ["m.safetensors", "m.safetensors.lock", "m.safetensors.tmp.1"])
        (self.folder / "m.safetensors.run-lock").write_text("precious")
        new = ["train", "784-4", "--epochs", 1, "--limit", 50, "--out", "m.safetensors"]
        self.assert_refused(new, 1, "m.safetensors.run-lock", "content")
        self.assert_refused([*new[:-1], "n", "--log", "n.run-lock"], 2, "--log", "n.run-lock")

    def test_second_run_with_the_same_log_or_a_linked_output_is_refused(self):
        process = self.start("train", *LONG_RUN, "--out", "cut.safetensors", "--log", "cut.csv")
        self.wait_for(lambda: (self.folder / RESUME).exists())
        (self.folder / "link").symlink_to("cut.safetensors")
        for arguments in (["--out", "other", "--log", "cut.csv"], ["--out", "link"]):
            status, _, errors = self.finish(self.start("train", "simple-32", "--limit", 100, *arguments))
            self.assertEqual((status, errors.count("another run is writing it")), (1, 1), errors)
        process.kill()
        self.finish(process)

    def test_names_that_are_not_utf8_are_kept(self):
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
        go_on = [PROGRAM, b"train", b"--resume", out + b".resume"]
        subprocess.run(go_on, cwd=self.folder, check=True, capture_output=True)
        self.assertIn(out, os.listdir(os.fsencode(self.folder)))
        with open(os.path.join(os.fsencode(self.folder), log)) as file:
            self.assertEqual(file.read().count("\n"), 201)
