"""Sources for `hourglass import`, written without its own code, and what it makes of them."""

import struct

import numpy as np

from program import MNIST, ProgramTest


def digits(count, split="t10k"):
    """Images as an array of shape (count, 28, 28), and their labels."""
    pixels = np.fromfile(MNIST / f"{split}-images-idx3-ubyte", np.uint8, offset=16, count=784 * count)
    labels = np.fromfile(MNIST / f"{split}-labels-idx1-ubyte", np.uint8, offset=8, count=count)
    return pixels.reshape(count, 28, 28), labels


def read_idx(path):
    """An IDX file of bytes as an array."""
    content = path.read_bytes()
    assert content[:3] == b"\0\0\x08", content[:4]
    assert f"-idx{content[3]}-" in path.name, (path.name, content[3])
    sizes = struct.unpack_from(f">{content[3]}I", content, 4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * len(sizes)).reshape(sizes)


def jpeg(blocks, exif=b""):
    """A JPEG (ITU-T T.81, baseline) of flat blocks of 8×8 pixels: shape (rows, columns), grey, or
    (rows, columns, 3), as Y, Cb and Cr. All its coefficients are DC, so it decodes without loss."""
    blocks = np.atleast_3d(np.asarray(blocks, int))
    rows, columns, channels = blocks.shape

    def segment(marker, content):
        return b"\xff" + bytes([marker]) + struct.pack(">H", 2 + len(content)) + content

    bits = ""
    before = [0] * channels
    for block in blocks.reshape(-1, channels):
        for channel, tone in enumerate(block):
            change = 8 * (tone - 128) - before[channel]
            before[channel] += change
            size = int(abs(change)).bit_length()
            bits += f"{size:04b}"  # the code of each size is the size itself, in four bits
            if size:
                bits += f"{change if change > 0 else change + 2**size - 1:0{size}b}"
            bits += "0"  # the block ends
    bits += "1" * (-len(bits) % 8)
    data = bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8)).replace(b"\xff", b"\xff\0")
    parts = range(1, channels + 1)
    return (
        b"\xff\xd8"
        + (segment(0xE1, b"Exif\0\0" + exif) if exif else b"")
        + segment(0xDB, b"\0" + b"\1" * 64)
        + segment(0xC0, struct.pack(">BHHB", 8, 8 * rows, 8 * columns, channels)
                  + b"".join(bytes([part, 0x11, 0]) for part in parts))
        + segment(0xC4, b"\x00" + bytes([0, 0, 0, 12] + [0] * 12) + bytes(range(12)))
        + segment(0xC4, b"\x10" + bytes([1] + [0] * 15) + b"\0")
        + segment(0xDA, bytes([channels]) + b"".join(bytes([part, 0]) for part in parts) + b"\0\x3f\0")
        + data
        + b"\xff\xd9"
    )


class ImportTest(ProgramTest):
    """Base class: imports into the folder `out` and reads what is there."""

    def import_from(self, source, *options, out="out"):
        """Imports a source; returns (training images, training labels, test images, test labels), None for none."""
        self.output = self.run_program("import", source, *options, "--out", out)
        found = []
        for split in ("train", "t10k"):
            for name in ("images-idx?-ubyte", "labels-idx1-ubyte"):
                paths = list((self.folder / out).glob(f"{split}-{name}"))
                self.assertLess(len(paths), 2)
                found.append(read_idx(paths[0]) if paths else None)
        return found

    def import_all(self, source, *options, out="out"):
        """Imports a source without a test set; returns (images, labels) in the order of the images."""
        images, labels, *rest = self.import_from(source, "--test-share", 0, *options, out=out)
        self.assertEqual(rest, [None, None])
        return images, labels

    def text(self, name, out="out"):
        return (self.folder / out / name).read_text()

    def assert_same_images(self, found, expected):
        """Compares images, and their labels if there are any, in any order."""

        def rows(pair):
            images, labels = pair
            labels = np.zeros(len(images)) if labels is None else labels
            return sorted((bytes(image), int(label)) for image, label in zip(images, labels))

        self.assertEqual(rows(found), rows(expected))

    def assert_import_refused(self, source, status, *words, options=(), file_limit=None):
        before = sorted(self.folder.rglob("*"))
        self.assert_refused(["import", source, *options, "--out", "out"], status, *words, file_limit=file_limit)
        self.assertEqual(sorted(self.folder.rglob("*")), before)
