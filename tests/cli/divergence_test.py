"""A run whose weights grow without bound."""

import json
import signal
import struct

import numpy as np

from interruption import LONG_RUN, InterruptionTest
from program import read_checkpoint


class Divergence(InterruptionTest):
    RUN = ("simple-32", "--limit", 3000, "--epochs", 60, "--batch", 100, "--loss", "mse", "--threads", 2)

    def diverge(self, *options):
        status, output, errors = self.finish(self.start("train", *self.RUN, *options, "--out", "m.safetensors"))
        self.assertIn("the training diverged", errors)
        self.assertNotIn("nan", errors)
        return status, output, errors

    def test_previous_file_is_kept_and_nothing_is_left_to_resume(self):
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

    def test_best_epoch_is_written_if_the_run_has_one(self):
        process = self.start("train", *LONG_RUN, "--early-stopping", 99_999, "--out", "m.safetensors")
        resume = self.folder / "m.safetensors.resume"
        self.wait_for(lambda: resume.exists() and b"best.0.weight" in resume.read_bytes())
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

    def test_weights_alone_cannot_be_resumed(self):
        path = self.train("simple-32")
        self.assert_refused(["train", "--resume", path], 1, "model.safetensors", "weights only", "--from")
