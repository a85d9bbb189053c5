"""Data sets of other sizes than MNIST's: 8×8 digits, and made pictures of any size in grey or colour.

digits_8x8.csv.gz has the 1,797 test images of "Optical Recognition of Handwritten Digits" (E. Alpaydin and
C. Kaynak, UCI Machine Learning Repository, 1998, https://doi.org/10.24432/C50P49, CC BY 4.0), unchanged as
scikit-learn (BSD-3-Clause) distributes them: 64 pixels from 0 to 16 and the class in each row.
"""

import gzip
import struct
import zlib
from pathlib import Path

import numpy as np

from program import write_idx

DIGITS = Path(__file__).with_name("digits_8x8.csv.gz")


def digits_8x8():
    """The digits as bytes of shape (1797, 8, 8), and their classes."""
    with gzip.open(DIGITS, "rt", encoding="ascii") as file:
        table = np.loadtxt(file, delimiter=",", dtype=np.uint8)
    return np.round(table[:, :64].reshape(-1, 8, 8) * (255 / 16)).astype(np.uint8), table[:, 64]


def discs(count, height, width, channels, seed):
    """Discs of random place, size and colour on a shaded ground, as bytes; the class is the size."""
    random = np.random.default_rng(seed)
    rows, columns = np.mgrid[:height, :width]
    images = np.empty((count, height, width, channels))
    labels = random.integers(0, 5, count).astype(np.uint8)
    for image, label in zip(images, labels):
        ground, colour = random.uniform(0, 120, channels), random.uniform(120, 255, channels)
        row, column = random.uniform(0.3, 0.7, 2) * (height, width)
        distance = np.hypot(rows - row, columns - column)
        inside = np.clip((0.1 + 0.06 * label) * min(height, width) - distance + 0.5, 0, 1)[..., None]
        image[:] = inside * colour + (1 - inside) * ground * (0.5 + columns[..., None] / width)
    return images.astype(np.uint8), labels


def place(folder, images, labels, training):
    """Writes the first `training` images as the training set and the others as the test set."""
    folder.mkdir()
    kind = "idx4" if images.ndim == 4 else "idx3"
    for prefix, part in (("train", slice(0, training)), ("t10k", slice(training, None))):
        body = images[part]
        write_idx(folder / f"{prefix}-images-{kind}-ubyte", 0x800 + images.ndim, body.shape, body.tobytes())
        write_idx(folder / f"{prefix}-labels-idx1-ubyte", 0x801, [len(body)], labels[part].tobytes())


def flat(images):
    """Images as a model gets them: one row of numbers from 0 to 1 for each, one channel after the other."""
    planes = np.moveaxis(images, 3, 1) if images.ndim == 4 else images
    return planes.reshape(len(images), -1) / 255


def read_png(path):
    """The pixels of an 8-bit RGB picture as bytes of shape (height, width, 3)."""
    content, position, compressed = path.read_bytes(), 8, b""
    width, height = struct.unpack_from(">II", content, 16)
    while position < len(content):
        length, kind = struct.unpack_from(">I4s", content, position)
        if kind == b"IDAT":
            compressed += content[position + 8 : position + 8 + length]
        position += 12 + length
    rows = np.frombuffer(zlib.decompress(compressed), np.uint8).reshape(height, 1 + 3 * width)
    pixels = np.zeros((height + 1, 3 * (width + 1)), int)  # with a row and a pixel of 0 in front
    for y, (method, *row) in enumerate(rows.tolist(), start=1):
        for x, value in enumerate(row, start=3):
            left, above, corner = pixels[y, x - 3], pixels[y - 1, x], pixels[y - 1, x - 3]
            paeth = min((left, above, corner), key=lambda near: abs(left + above - corner - near))
            pixels[y, x] = (value + (0, left, above, (left + above) // 2, paeth)[method]) % 256
    return pixels[1:, 3:].reshape(height, width, 3).astype(np.uint8)
