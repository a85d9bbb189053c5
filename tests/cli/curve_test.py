"""The command curve, and the curve that it measured for the page."""

import csv
import signal

import numpy as np

from program import MNIST, SHIPPED_MODELS, ProgramTest

SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256]


def images(name):
    pixels = np.fromfile(MNIST / f"{name}-images-idx3-ubyte", dtype=np.uint8, offset=16)
    return pixels.reshape(-1, 784) / 255


def scatter(rows):
    """rows.T @ rows, by blocks that stay in the cache: Debian's NumPy is four times as fast that way."""
    return sum(block.T @ block for block in np.array_split(rows, -(-len(rows) // 128)))


def pca_errors(training, test):
    """The mean squared errors of PCA with each of SIZES components, by NumPy."""
    mean = training.mean(axis=0)
    axes = np.linalg.eigh(scatter(training - mean))[1][:, ::-1]
    squares = ((scatter(test - mean) @ axes) * axes).sum(axis=0)  # of the codes, added up over the images
    return [squares[size:].sum() / test.size for size in SIZES]


def read_curve(path):
    with open(path, newline="", encoding="utf8") as file:
        return list(csv.DictReader(file))


class Curve(ProgramTest):
    def assert_is_curve(self, rows, pca):
        self.assertEqual(list(rows[0]), ["code_size", "pca", "dense", "deep"])
        self.assertEqual([int(row["code_size"]) for row in rows], SIZES)
        np.testing.assert_allclose([float(row["pca"]) for row in rows], pca, rtol=1e-4)

    def test_the_pages_curve_falls_and_its_pca_is_that_of_numpy(self):
        rows = read_curve(SHIPPED_MODELS.parent / "data/curve.csv")
        self.assert_is_curve(rows, pca_errors(images("train"), images("t10k")))
        for column in ("pca", "dense", "deep"):
            self.assertTrue((np.diff([float(row[column]) for row in rows]) < 0).all(), column)
        for row in rows[:-1]:  # with 256 numbers, PCA is ahead of networks that are trained for ten epochs
            self.assertLess(float(row["deep"]), float(row["pca"]), row["code_size"])

    def test_the_shipped_table_has_the_pca_of_numpy_and_runs_with_three_seeds(self):
        rows = read_curve(SHIPPED_MODELS.parent / "data/error_by_code_size.csv")
        pca = {int(row["code_size"]): float(row["mse"]) for row in rows if row["model"].startswith("pca-")}
        expected = dict(zip(SIZES, pca_errors(images("train"), images("t10k"))))
        for size in set(pca) & set(SIZES):
            np.testing.assert_allclose(pca[size], expected[size], rtol=1e-4)
        for row in rows:
            if not row["model"].startswith("pca-"):
                self.assertEqual((row["seeds"], row["training_images"]), ("1 2 3", "60000"), row["model"])
                self.assertLess(0, float(row["mse_deviation"]), row["model"])
        for size in (1, 4, 8):  # convolutions share their weights, and are ahead at small codes
            errors = {row["model"].split("-")[0]: float(row["mse"]) for row in rows if row["code_size"] == str(size)}
            self.assertLess(errors["conv"], errors["dense"])
            self.assertLess(errors["dense"], errors["pca"])

    def test_command_writes_the_curve_of_the_images_it_is_given(self):
        self.run_program("curve", "--limit", 300, "--epochs", 1, "--threads", 2)
        rows = read_curve(self.folder / "curve.csv")
        self.assert_is_curve(rows, pca_errors(images("train")[:300], images("t10k")))
        self.run_program("curve", "--limit", 300, "--epochs", 1, "--threads", 2, "--out", "again.csv")
        self.assertEqual(rows, read_curve(self.folder / "again.csv"))

    def test_ctrl_c_stops_it_without_a_file(self):
        process = self.start("curve", "--limit", 3000, "--epochs", 1)
        self.assertIn("1 number: PCA", process.stdout.readline())
        process.send_signal(signal.SIGINT)
        status, _, message = self.finish(process)
        self.assertEqual(status, 130)
        self.assertEqual(message, "hourglass: interrupted; no file was written\n")
        self.assertEqual(self.listing(), [])

    def test_too_few_images_and_other_endings_are_refused(self):
        self.assert_refused(["curve", "--limit", 256], 1, "expected at least 257 training images", "256")
        self.assert_refused(["curve", "--out", "curve.png"], 2, "curve.png")
        self.assert_refused(["curve", "--epochs", 0], 2, "--epochs")
