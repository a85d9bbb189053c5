"""What tests of figures and reports share: a small part of MNIST, and models that are trained on it."""

import csv
import struct
import xml.etree.ElementTree as ElementTree
import zlib

import numpy as np

from program import MNIST, ProgramTest, write_idx

TRAINING = 1200
HELD_OUT = 200  # a sixth of the images, on which the figures' reference lines are measured
TEST = 300


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

    def figures(self, *arguments):
        return self.run_program("figures", *arguments, "--data", self.data, "--models", ".", "--out", "figures")

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
