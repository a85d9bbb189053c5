"""Runs the commands of the README, as typed there, one after the other in an empty folder."""

import gzip
import os
import re
import subprocess
from pathlib import Path

from program import MNIST, PROGRAM, ProgramTest, write_idx

README = Path(__file__).resolve().parents[2] / "README.md"


class Readme(ProgramTest):
    def unpacked(self, path):
        return path.read_bytes() if path.exists() else gzip.decompress(path.with_name(f"{path.name}.gz").read_bytes())

    def place_few_images(self, folder, source):
        """Places only a few images, so that training ends soon in every build."""
        for split, count in (("train", 600), ("t10k", 200)):
            (self.folder / folder).mkdir(parents=True, exist_ok=True)
            pixels = self.unpacked(source / f"{split}-images-idx3-ubyte")[16 : 16 + 784 * count]
            labels = self.unpacked(source / f"{split}-labels-idx1-ubyte")[8 : 8 + count]
            place = self.folder / folder / split
            write_idx(f"{place}-images-idx3-ubyte", 0x803, [count, 28, 28], pixels)
            write_idx(f"{place}-labels-idx1-ubyte", 0x801, [count], labels)

    def test_every_command_works_as_typed(self):
        self.place_few_images("data/mnist", MNIST)
        self.place_few_images("data/fashion-mnist", MNIST.parent / "fashion-mnist")
        environment = {**os.environ, "HOURGLASS_DATA": str(self.folder / "data")}
        environment["PATH"] = f"{Path(PROGRAM).parent}:{environment['PATH']}"
        blocks = re.findall(r"^```sh\n(.*?)^```", README.read_text(), re.MULTILINE | re.DOTALL)
        lines = [line for block in blocks for line in block.splitlines() if line.startswith("hourglass ")]
        self.assertGreaterEqual(len(lines), 10)
        for line in lines:
            with self.subTest(line):
                done = subprocess.run(line, shell=True, cwd=self.folder, env=environment, check=False,
                                      capture_output=True, text=True)
                self.assertEqual(done.returncode, 0, done.stderr)
