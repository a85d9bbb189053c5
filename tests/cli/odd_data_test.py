"""Figures of unusual data sets, and of files that contain unexpected models."""

import json
import re
import shutil

import numpy as np

from figures import FigureTest
from program import MNIST, SHIPPED_MODELS, read_checkpoint, write_idx, write_tensors


class OddData(FigureTest):
    def place(self, split, pixels, labels=None):
        write_idx(self.data / f"{split}-images-idx3-ubyte", 0x803, [len(pixels), 28, 28], pixels.tobytes())
        path = self.data / f"{split}-labels-idx1-ubyte"
        path.unlink(missing_ok=True)
        if labels is not None:
            write_idx(path, 0x801, [len(labels)], bytes(labels))

    def digits(self, count, split="t10k"):
        pixels = np.fromfile(MNIST / f"{split}-images-idx3-ubyte", np.uint8, offset=16, count=784 * count)
        labels = np.fromfile(MNIST / f"{split}-labels-idx1-ubyte", np.uint8, offset=8, count=count)
        return pixels.reshape(count, 784), labels

    def draw(self, *names):
        """Draws figures from the shipped models; returns (exit status, standard error)."""
        status, _, errors = self.finish(self.start("figures", *names, "--data", self.data, "--out", "figures"))
        return status, errors

    def test_walks_start_and_end_at_digits_that_the_data_set_has(self):
        pixels, labels = self.digits(200)
        no_zeros = labels != 0
        for shift, kept in ((10, labels >= 0), (0, no_zeros), (100, labels % 2 == 1)):
            self.place("t10k", pixels[kept], labels[kept] + shift)
            self.assertEqual(self.draw("F18"), (0, ""))
            present = {f"digit {label + shift}" for label in labels[kept]}
            rows = self.rows("F18.csv")
            for row in rows:
                self.assertIn(row["start"], present)
                if row["kind"] == "interpolation":
                    self.assertIn(row["end"], present)
                else:
                    self.assertEqual((row["kind"], row["end"]), ("random walk", ""))
            # A walk starts from a 2 if there is one.
            if 2 + shift in labels[kept] + shift:
                walks = {(row["kind"], row["space"], row["start"]) for row in rows}
                self.assertIn(("random walk", "pixel space", f"digit {2 + shift}"), walks)

    def test_unusual_data_sets_are_drawn_or_explained(self):
        pixels, labels = self.digits(60)
        training, training_labels = self.digits(60, "train")
        grey = np.full((20, 784), 90, np.uint8)
        one_pixel = np.eye(60, 784, 300, dtype=np.uint8)
        noise = np.random.default_rng(1).integers(0, 256, (120, 784), np.uint8)
        cases = {
            "no labels": (pixels, None, training),
            "one test image": (pixels[:1], labels[:1], training),
            "two test images": (pixels[:2], labels[:2], training),
            "five test images": (pixels[:5], labels[:5], training),
            "one class": (pixels, 0 * labels, training),
            "labels of 255": (pixels, 0 * labels + 255, training),
            "60 classes": (pixels, np.arange(60, dtype=np.uint8) + 7, training),
            "black images": (0 * pixels, labels, training),
            "equal images": (grey, labels[:20], np.repeat(grey, 3, axis=0)),
            "three training images": (pixels, labels, training[:3]),
            "two training images": (pixels, labels, training[:2]),
            "one training image": (pixels, labels, training[:1]),
            "classes 3 and 200": (pixels, np.where(labels < 5, 3, 200).astype(np.uint8), training),
            "one pixel lit": (one_pixel, labels, one_pixel),
            "noise": (noise[:60], labels, noise[60:]),
        }
        for case, (test, test_labels, train) in cases.items():
            self.place("t10k", test, test_labels)
            self.place("train", train, training_labels[: len(train)])
            with self.subTest(case):
                figures = [f"F{number}" for number in range(1, 19)]
                status, output, errors = self.finish(
                    self.start("figures", "all", "--data", self.data, "--out", "figures"))
                drawn = re.findall(r"^(F\d+)  .+ → ", output, re.MULTILINE)
                *warnings, verdict = errors.splitlines() if status else [None]
                explained = [re.fullmatch(r"hourglass: warning: (F\d+) was not drawn: .+", line)[1]
                             for line in warnings]
                self.assertEqual(sorted(drawn + explained), sorted(figures), errors)
                self.assertIn("F19  left out", output)
                if status:
                    self.assertEqual(status, 1)
                    self.assertTrue(verdict.startswith(f"hourglass: could not draw {', '.join(explained)};"), verdict)
                self.assertNotIn("gnuplot", errors)
                self.assertNotIn("nan", errors)
            models = [SHIPPED_MODELS / f"{name}.safetensors" for name in ("pca-30", "deep-30", "conv-unpool")]
            status, _, errors = self.finish(self.start("report", *models, "--data", self.data, "--out", "report.html"))
            self.assertEqual(errors.count("\n"), status, (case, errors))

    def test_model_that_does_not_match_its_file_name_is_refused(self):
        for name, content, figure in (
            ("pca-30", "deep-30", "F8"), ("simple-32", "under-64", "F3"), ("manifold-8", "conv-unpool", "F18"),
            ("deep-30", "deep-30-2006", "F13"), ("sparse-1024", "under-256", "F14"),
            ("conv-nearest", "conv-transpose", "F17"),
        ):  # fmt: skip
            folder = self.folder / figure
            shutil.copytree(SHIPPED_MODELS, folder)
            source = SHIPPED_MODELS / f"{content}.safetensors"
            if not source.exists():
                source = SHIPPED_MODELS / "simple-32.safetensors"
            shutil.copy(source, folder / f"{name}.safetensors")
            self.assert_refused(["figures", figure, "--models", folder, "--data", self.data, "--out", folder], 1,
                                f"{name}.safetensors: expected a trained {name}, found")

    def test_pca_without_its_variances_is_refused(self):
        tensors, metadata = read_checkpoint(SHIPPED_MODELS / "pca-30.safetensors")
        del metadata["spectrum"]
        texts = {key: json.dumps(value) for key, value in metadata.items()}
        write_tensors(self.folder / "pca-30.safetensors", tensors, texts)
        for figure in ("F7", "F8", "F9"):
            self.assert_refused(["figures", figure, "--models", ".", "--data", self.data, "--out", "."], 1,
                                "pca-30.safetensors: expected the variances", "hourglass train pca-30")
