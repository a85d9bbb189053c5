"""Runs the program, and reads and writes its file formats with NumPy instead of its own code."""

import hashlib
import json
import os
import resource
import struct
import subprocess
import tempfile
import unittest
import zlib
from pathlib import Path

import numpy as np

PROGRAM = os.environ["HOURGLASS"]
MNIST = Path(os.environ["HOURGLASS_DATA"]) / "mnist"
SHIPPED_MODELS = Path(__file__).resolve().parents[2] / "web/public/models"


def test_digits(count):
    """The first test images as an array of shape (count, 784), with numbers from 0 to 1."""
    pixels = np.fromfile(MNIST / "t10k-images-idx3-ubyte", dtype=np.uint8, offset=16, count=784 * count)
    return pixels.reshape(count, 784) / 255


def read_checkpoint(path):
    """Reads a safetensors file; returns (tensors, metadata)."""
    content = Path(path).read_bytes()
    (length,) = struct.unpack_from("<Q", content)
    header = json.loads(content[8 : 8 + length])
    metadata = header.pop("__metadata__")
    types = {"F16": "<f2", "F32": "<f4", "I64": "<i8", "U64": "<u8"}
    tensors = {
        name: np.frombuffer(content[8 + length :][slice(*entry["data_offsets"])], types[entry["dtype"]])
        .reshape(entry["shape"])
        for name, entry in header.items()
    }
    return tensors, {key: json.loads(text) for key, text in metadata.items() if text[0] in "{["}


def forward(path, x):
    """Runs the model in a file in double precision; returns (codes, rebuilt images)."""
    tensors, metadata = read_checkpoint(path)
    model = metadata["model"]
    x = np.asarray(x, dtype=np.float64)
    for number, layer in enumerate(model["layers"]):
        if layer["type"] == "dense":
            x = x @ tensors[f"{number}.weight"].astype(np.float64).T + tensors[f"{number}.bias"]
        elif layer["type"] == "relu":
            x = np.maximum(x, 0)
        else:
            x = 1 / (1 + np.exp(-x))
        if number + 1 == model["encoder_layers"]:
            codes = x
    return codes, x


def encoded(tensor, dtype):
    """A tensor's bytes in this type of the safetensors format."""
    if dtype == "BF16":  # the upper half of a float32
        return np.asarray(tensor, "<f4").reshape(-1).view("<u2")[1::2].tobytes()
    return np.asarray(tensor, {"F16": "<f2", "F32": "<f4", "F64": "<f8", "I64": "<i8"}[dtype]).tobytes()


def write_tensors(path, tensors, metadata=None, dtype="F32"):
    """Writes arrays and texts to a safetensors file."""
    header, body = {"__metadata__": metadata} if metadata else {}, b""
    for name, tensor in tensors.items():
        content = encoded(tensor, dtype)
        offsets = [len(body), len(body) + len(content)]
        header[name] = {"dtype": dtype, "shape": list(np.shape(tensor)), "data_offsets": offsets}
        body += content
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


def write_idx(path, magic, sizes, body):
    Path(path).write_bytes(struct.pack(f">{1 + len(sizes)}I", magic, *sizes) + bytes(body))


def write_png(path, rows, colour_type, depth=8, palette=b"", width=None, exif=b""):
    """Writes a PNG file from the bytes of each row. `width`, in pixels, is needed if a pixel is not one byte."""

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    width = width or len(rows[0])
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, len(rows), depth, colour_type, 0, 0, 0))
        + (chunk(b"PLTE", palette) if palette else b"")
        + (chunk(b"eXIf", exif) if exif else b"")
        + chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows)))
        + chunk(b"IEND", b"")
    )


def digests(folder):
    """The SHA-256 of each file by its name: unlike long contents, these are quickly shown to differ."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


class ProgramTest(unittest.TestCase):
    """A test in an empty folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def start(self, *arguments, **options):
        return subprocess.Popen(
            [PROGRAM, *map(str, arguments)],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **options,
        )

    def finish(self, process):
        """Waits for a process; returns (exit status, standard output, standard error)."""
        output, errors = process.communicate(timeout=200)
        return process.returncode, output, errors

    def run_program(self, *arguments):
        """Runs the program, which must succeed, and returns its standard output."""
        status, output, errors = self.finish(self.start(*arguments))
        # After a short run, the model has learned nothing yet, and the program warns about that.
        errors = [line for line in errors.splitlines() if "predicting the mean image" not in line]
        self.assertEqual((status, errors), (0, []), arguments)
        return output

    def train(self, preset, *arguments, out="model.safetensors"):
        """Trains a model briefly and returns its path."""
        exact = preset.startswith("pca")
        recipe = () if exact or "--epochs" in arguments else ("--epochs", 1)
        limit = () if "--limit" in arguments else ("--limit", 600)
        self.run_program("train", preset, *limit, *recipe, *arguments, "--out", out)
        return self.folder / out

    def evaluate(self, path, *arguments):
        return json.loads(self.run_program("evaluate", path, "--json", *arguments))

    def numbers(self, command, *arguments):
        self.run_program(command, *arguments, "--out", "numbers.npy")
        return np.load(self.folder / "numbers.npy")

    def listing(self):
        return sorted(path.name for path in self.folder.iterdir())

    def assert_refused(self, arguments, status, *words, file_limit=None):
        """Expects this exit status, one sentence that contains these words, and no file created or changed."""

        def limit_files():
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))

        before = {path: path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}
        process = self.start(*arguments, preexec_fn=limit_files if file_limit else None)
        found_status, _, errors = self.finish(process)
        self.assertEqual(found_status, status, errors)
        self.assertTrue(errors.startswith("hourglass: "), errors)
        self.assertEqual(errors.count("\n"), 1, errors)
        for word in words:
            self.assertIn(word, errors)
        after = {path: path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}
        self.assertEqual(before, after)
