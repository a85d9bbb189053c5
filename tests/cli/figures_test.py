"""Figures from models that are trained on a small part of MNIST."""

import re
import shlex
import subprocess

import numpy as np

from figures import HELD_OUT, TRAINING, FigureTest
from program import PROGRAM, SHIPPED_MODELS, read_checkpoint

DENSE = [
    "simple-32", "dense-128-32", "denoising-10", "deep-30", "deep-30-relu", "under-64", "under-128", "under-256",
    "hidden-64", "hidden-128", "hidden-256", "sparse-1024", "denoising-256", "deep-30-2006", "manifold-8", "linear-30",
]  # fmt: skip
CONVOLUTIONAL = [
    "conv-transpose", "conv-nearest", "conv-unpool", "conv-denoiser",
    "conv-8-16-16", "conv-8-16-16-transpose", "conv-8-16-16-unpool",
]  # fmt: skip


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
        self.assertIn("F19  left out, because the shipped table of errors is of MNIST", output)
        self.figures("F19", "--errors", SHIPPED_MODELS.parent / "data/error_by_code_size.csv")
        folder = self.folder / "figures"
        names = {path.name for path in folder.iterdir()}
        for number in range(1, 20):
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
        self.assertEqual(list(errors), ["data", "Fashion-MNIST", "uniform noise"])
        self.assertLess(errors["data"], errors["Fashion-MNIST"])
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

    def test_missing_models_are_reported_with_their_commands_and_other_figures_are_written(self):
        self.train_for_figures("pca-30")
        arguments = ["figures", "F7", "F3", "F18", "--data", self.data, "--models", ".", "--out", "figures"]
        status, output, errors = self.finish(self.start(*arguments))
        self.assertEqual(status, 1)
        self.assertEqual(errors.count("\n"), 1)
        for words in ("F3, F18", "hourglass train simple-32", "hourglass train manifold-8"):
            self.assertIn(words, errors)
        command = shlex.split(errors.split("`")[1])
        self.run_program(*command[1:], "--epochs", 1)
        _, metadata = read_checkpoint(self.folder / "simple-32.safetensors")
        self.assertEqual(metadata["training"]["validation_images"], HELD_OUT)
        self.assertNotIn("pca-30", errors)
        self.assertEqual(sorted(path.name for path in (self.folder / "figures").iterdir()), ["F7.csv", "F7.png"])

    def test_missing_optional_models_are_reported(self):
        self.train_for_figures("under-256")
        self.train_for_figures("sparse-1024")
        output = self.figures("F14", "F11")
        hint = "which you can train with `hourglass train"
        self.assertIn(f"without sparse-1024-1e-3, {hint} sparse-1024 --l1 1e-3", output)
        self.assertIn(f"without deep-30, {hint} deep-30", output)
        self.assertNotIn("without under-256", output)
        self.assertEqual({row["model"] for row in self.rows("F11.csv")}, {"under-256", "sparse-1024"})
        self.assertEqual([float(row["lambda"]) for row in self.rows("F14.csv")], [0, 1e-4])

    def test_errors_of_a_table_are_drawn_with_a_line_for_each_preset(self):
        head = "name,model,code_size,runs,mse,mse_deviation,recipe\n"
        table = self.folder / "table.csv"
        table.write_text(head + "a,pca-4,4,1,0.05,,fitted exactly\n"
                         '"b, c",conv-32-code-2,2,3,0.04,0.004,"loss mse, lr 1"\n'
                         "c,conv-32,32,3,0.01,0.001,x\nd,pca-2,2,1,0.06,,x\n")
        self.figures("F19", "--errors", "table.csv")
        rows = [tuple(row.values()) for row in self.rows("F19.csv")]
        self.assertEqual(rows, [("conv-32", "2", "3", "0.04", "0.004"), ("conv-32", "32", "3", "0.01", "0.001"),
                                ("PCA", "2", "1", "0.06", "0"), ("PCA", "4", "1", "0.05", "0")])
        drawing = (self.folder / "figures/F19.svg").read_text()
        for words in ("PCA", "conv-32", "code size", "means of 3 runs"):
            self.assertIn(words, drawing)
        for text, words in (
            ("", ["table.csv", "empty"]),
            (head, ["table.csv", "rows"]),
            (head.replace("mse,", "loss,", 1) + "a,pca-4,4,1,0.05,,x\n", ["table.csv", "column mse"]),
            (head + "a,pca-4,0,1,0.05,,x\n", ["line 2", "code size", '"0" and "1"']),
            (head + "a,pca-4,4,1,-1,,x\n", ["line 2", "error", '"-1" and ""']),
            (head + "a,pca-4,4,1\n", ["line 2", "7 fields", "found 4"]),
            (head + "a,conv-32,32,1,1,,x\n" * 2, ["line 3", "conv-32", "--group"]),
        ):
            table.write_text(text)
            self.assert_refused(["figures", "F19", "--errors", "table.csv", "--data", self.data, "--out", "figures"], 1,
                                *words)

    def test_unknown_figures_are_refused(self):
        for name in ("F0", "F20", "8", "every"):
            self.assert_refused(["figures", name, "--out", "figures"], 2, name, "F1 to F19")

    def test_without_gnuplot_the_error_says_what_to_install(self):
        self.train_for_figures("pca-30")
        arguments = [PROGRAM, "figures", "F8", "--data", self.data, "--models", ".", "--out", "figures"]
        outcome = subprocess.run(
            arguments, cwd=self.folder, env={"PATH": str(self.folder)}, capture_output=True, text=True)
        self.assertEqual(outcome.returncode, 1)
        self.assertIn("gnuplot-nox", outcome.stderr)
        self.assertEqual(outcome.stderr.count("\n"), 1)
