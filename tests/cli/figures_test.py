"""Figures and reports from models that are trained on a small part of MNIST."""

import csv
import json
import re
import shlex
import shutil
import struct
import subprocess
import xml.etree.ElementTree as ElementTree
import zlib
from html.parser import HTMLParser

import numpy as np

from program import MNIST, PROGRAM, SHIPPED_MODELS, ProgramTest, read_checkpoint, write_idx, write_tensors

TRAINING = 1200
HELD_OUT = 200  # a sixth of the images, on which the figures' reference lines are measured
TEST = 300

DENSE = [
    "simple-32", "dense-128-32", "denoising-10", "deep-30", "deep-30-relu", "under-64", "under-128", "under-256",
    "hidden-64", "hidden-128", "hidden-256", "sparse-1024", "denoising-256", "deep-30-2006", "manifold-8", "linear-30",
]  # fmt: skip
CONVOLUTIONAL = [
    "conv-transpose", "conv-nearest", "conv-unpool", "conv-denoiser",
    "conv-8-16-16", "conv-8-16-16-transpose", "conv-8-16-16-unpool",
]  # fmt: skip


def png_chunks(content):
    """Yields (kind, body) for every chunk of a PNG file."""
    position = 8
    while position < len(content):
        length, kind = struct.unpack_from(">I4s", content, position)
        yield kind, content[position + 8 : position + 8 + length]
        position += 12 + length


class FigureTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.data = self.folder / "data"
        self.data.mkdir()
        for prefix, count in (("train", TRAINING), ("t10k", TEST)):
            pixels = np.fromfile(MNIST / f"{prefix}-images-idx3-ubyte", np.uint8, offset=16, count=784 * count)
            labels = np.fromfile(MNIST / f"{prefix}-labels-idx1-ubyte", np.uint8, offset=8, count=count)
            write_idx(self.data / f"{prefix}-images-idx3-ubyte", 0x803, [count, 28, 28], pixels.tobytes())
            write_idx(self.data / f"{prefix}-labels-idx1-ubyte", 0x801, [count], labels.tobytes())

    def train_for_figures(self, preset, *arguments, out=None):
        out = out or f"{preset}.safetensors"
        recipe = () if preset.startswith("pca") else ("--epochs", 2, "--validation", HELD_OUT)
        self.run_program("train", preset, "--data", self.data, "--threads", 1, *recipe, *arguments, "--out", out)
        return self.folder / out

    def figures(self, *names):
        return self.run_program("figures", *names, "--data", self.data, "--models", ".", "--out", "figures")

    def rows(self, name):
        with open(self.folder / "figures" / name, newline="") as file:
            return list(csv.DictReader(file))

    def mse(self, model, *arguments):
        return self.evaluate(f"{model}.safetensors", "--data", self.data, *arguments)["mse"]

    def assert_shows_something(self, path):
        if path.suffix == ".svg":
            drawing = ElementTree.parse(path).getroot()
            title = drawing.find("{http://www.w3.org/2000/svg}title")
            self.assertGreater(len(title.text), 10, path)
            self.assertGreater(sum(1 for _ in drawing.iter()), 12, path)
            return
        content = path.read_bytes()
        width, height = struct.unpack_from(">II", content, 16)
        self.assertGreater(width * height, 10_000, path)
        compressed = b"".join(body for kind, body in png_chunks(content) if kind == b"IDAT")
        pixels = np.frombuffer(zlib.decompress(compressed), np.uint8)
        self.assertGreater(len(np.unique(pixels)), 30, path)


class AllFigures(FigureTest):
    def test_each_figure_is_drawn_with_its_numbers(self):
        self.train_for_figures("pca-30")
        for preset in DENSE:
            self.train_for_figures(preset)
        for preset in CONVOLUTIONAL:
            self.train_for_figures(preset, "--limit", 2 * HELD_OUT)
        for penalty in ("1e-6", "1e-3"):
            self.train_for_figures("sparse-1024", "--l1", penalty, out=f"sparse-1024-{penalty}.safetensors")
        output = self.figures("all")
        folder = self.folder / "figures"
        names = {path.name for path in folder.iterdir()}
        for number in range(1, 19):
            self.assertIn(f"F{number}  ", output)
            self.assertIn(f"F{number}.csv", names)
            pictures = [name for name in names if re.fullmatch(rf"F{number}(-.*)?\.(png|svg)", name)]
            self.assertTrue(pictures, number)
            for name in pictures:
                self.assert_shows_something(folder / name)
        for path in folder.glob("*.csv"):
            self.assertGreater(len(path.read_text().splitlines()), 2, path)

        for row in self.rows("F12.csv"):
            self.assertAlmostEqual(float(row["test_mse"]), self.mse(row["model"]), delta=1e-6)
        for row in self.rows("F15.csv")[3:5]:
            noise = f"gaussian:{row['sigma']}"
            self.assertAlmostEqual(float(row["mse_hidden_256"]), self.mse("hidden-256", "--noise", noise), delta=1e-6)
            self.assertAlmostEqual(
                float(row["mse_denoising_256"]), self.mse("denoising-256", "--noise", noise), delta=1e-6)
        for row in self.rows("F11.csv"):
            _, metadata = read_checkpoint(self.folder / f"{row['model']}.safetensors")
            epoch = metadata["training"]["history"][int(row["epoch"]) - 1]
            self.assertAlmostEqual(float(row["training_loss"]), epoch["loss"])
            self.assertAlmostEqual(float(row["validation_loss"]), epoch["validation_loss"])
        errors = {row["images"]: float(row["mse"]) for row in self.rows("F13.csv")}
        self.assertLess(errors["MNIST digits"], errors["Fashion-MNIST"])
        self.assertLess(errors["Fashion-MNIST"], errors["uniform noise"])


class SomeFigures(FigureTest):
    def test_variance_and_percentiles_are_those_of_the_data(self):
        path = self.train_for_figures("pca-30")
        self.figures("F8", "F9")
        pixels = np.fromfile(self.data / "train-images-idx3-ubyte", np.uint8, offset=16).reshape(TRAINING, 784) / 255
        variances = np.linalg.eigvalsh(np.cov(pixels.T))[::-1]
        shares = [float(row["explained_variance_percent"]) for row in self.rows("F8.csv")]
        np.testing.assert_allclose(shares[:50], 100 * variances[:50] / variances.sum(), atol=1e-3)
        self.assertAlmostEqual(float(self.rows("F8.csv")[-1]["cumulative_percent"]), 100, places=6)

        self.run_program("encode", path, "--data", self.data, "--out", "codes.npy")
        codes = np.load(self.folder / "codes.npy")
        for row in self.rows("F9.csv")[:14]:
            of_unit = codes[:, int(row["component"]) - 1]
            self.assertAlmostEqual(of_unit[int(row["test_image"])], float(row["value"]), places=4)
            self.assertAlmostEqual(np.mean(of_unit < float(row["value"])), float(row["percentile"]) / 100, delta=0.01)

    def test_noise_has_the_stated_strength(self):
        self.figures("F1")
        pixels = np.fromfile(self.data / "t10k-images-idx3-ubyte", np.uint8, offset=16) / 255
        for row in self.rows("F1.csv"):
            noise = float(row["sigma"]) * np.random.default_rng(1).standard_normal(pixels.shape)
            expected = np.mean((np.clip(pixels + noise, 0, 1) - pixels) ** 2)
            self.assertAlmostEqual(float(row["mse_of_noisy_test_images"]), expected, delta=0.002)

    def test_missing_models_are_named_with_their_commands_and_other_figures_are_written(self):
        self.train_for_figures("pca-30")
        arguments = ["figures", "F7", "F3", "F18", "--data", self.data, "--models", ".", "--out", "figures"]
        status, output, errors = self.finish(self.start(*arguments))
        self.assertEqual(status, 1)
        self.assertEqual(errors.count("\n"), 1)
        for words in ("F3, F18", "hourglass train simple-32 --validation 10000", "train manifold-8"):
            self.assertIn(words, errors)
        self.assertNotIn("pca-30", errors)
        self.assertEqual(sorted(path.name for path in (self.folder / "figures").iterdir()), ["F7.csv", "F7.png"])

    def test_missing_optional_models_are_named(self):
        self.train_for_figures("under-256")
        self.train_for_figures("sparse-1024")
        output = self.figures("F14", "F11")
        hint = "which you can train with `hourglass train"
        self.assertIn(f"without sparse-1024-1e-3, {hint} sparse-1024 --l1 1e-3", output)
        self.assertIn(f"without deep-30, {hint} deep-30", output)
        self.assertNotIn("without under-256", output)
        self.assertEqual({row["model"] for row in self.rows("F11.csv")}, {"under-256", "sparse-1024"})
        self.assertEqual([float(row["lambda"]) for row in self.rows("F14.csv")], [0, 1e-4])

    def test_unknown_figures_are_refused(self):
        for name in ("F0", "F19", "8", "every"):
            self.assert_refused(["figures", name, "--out", "figures"], 2, name, "F1 to F18")

    def test_without_gnuplot_the_error_says_what_to_install(self):
        self.train_for_figures("pca-30")
        arguments = [PROGRAM, "figures", "F8", "--data", self.data, "--models", ".", "--out", "figures"]
        outcome = subprocess.run(
            arguments, cwd=self.folder, env={"PATH": str(self.folder)}, capture_output=True, text=True)
        self.assertEqual(outcome.returncode, 1)
        self.assertIn("gnuplot-nox", outcome.stderr)
        self.assertEqual(outcome.stderr.count("\n"), 1)


class OddData(FigureTest):
    """Figures of unusual data sets, and of files that contain unexpected models."""

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
            for figure in (f"F{number}" for number in range(1, 19)):
                with self.subTest(case, figure=figure):
                    status, errors = self.draw(figure)
                    self.assertIn(status, (0, 1), errors)
                    self.assertEqual(errors.count("\n"), status, errors)
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


class Report(FigureTest):
    def page_of(self, *runs):
        self.run_program("report", *runs, "--data", self.data, "--out", "report.html")
        return (self.folder / "report.html").read_text()

    def test_is_one_self_contained_file(self):
        runs = [self.train_for_figures("pca-30"), self.train_for_figures("denoising-10"),
                self.train_for_figures("conv-transpose", "--limit", 2 * HELD_OUT)]
        page = self.page_of(*runs)
        self.assertNotIn("http", page)
        sources = []
        identifiers = []

        class Reader(HTMLParser):
            def handle_starttag(self, tag, attributes):
                for name, value in attributes:
                    if name in ("src", "href", "xlink:href", "data", "poster"):
                        sources.append(value)
                    if name == "id":
                        identifiers.append(value)

        Reader().feed(page)
        for source in sources:
            self.assertTrue(source.startswith(("data:image/png;base64,", "#")), source[:80])
        self.assertEqual(len(identifiers), len(set(identifiers)))
        for source in sources:
            if source.startswith("#"):
                self.assertIn(source[1:], identifiers)
        self.assertGreater(sum(source.startswith("data:") for source in sources), 60)
        self.assertIn("prefers-color-scheme: dark", page)
        self.assertNotIn("{{", page)

    def test_has_the_numbers_of_evaluate(self):
        path = self.train_for_figures("denoising-10")
        page = self.page_of(path)
        self.assertIn(f"{self.mse('denoising-10'):.5f}", page)
        self.assertIn(f"{self.mse('denoising-10', '--noise', 'gaussian:0.1'):.5f}", page)

    def test_its_command_repeats_the_run(self):
        path = self.train_for_figures("dense-128-32", "--seed", 7, "--lr", 0.002, "--noise", "masking:0.25")
        page = self.page_of(path)
        program, *arguments = shlex.split(re.search(r'<code class="command">(.*?)</code>', page).group(1))
        self.assertEqual(program, "hourglass")
        self.run_program(*arguments, "--data", self.data, "--out", "again.safetensors")
        self.assertEqual(path.read_bytes(), (self.folder / "again.safetensors").read_bytes())

    def test_missing_checkpoint_is_refused(self):
        self.assert_refused(["report", "nothing.safetensors", "--out", "report.html"], 1, "nothing.safetensors")

    def test_all_checkpoints_are_read_before_any_is_measured(self):
        path = self.train_for_figures("784-4")
        report = ["report", path, "nothing.safetensors", "--data", self.data, "--out", "-"]
        self.assert_refused(report, 1, "nothing.safetensors")
