"""Runs the commands of the README, as typed there, one after the other in an empty folder."""

import os
import re
import subprocess
from pathlib import Path

from program import MNIST, PROGRAM, ProgramTest, write_idx

README = Path(__file__).resolve().parents[2] / "README.md"


class Readme(ProgramTest):
    def place_few_images(self):
        """Places only a few images, so that training ends soon in every build."""
        (self.folder / "data/mnist").mkdir(parents=True)
        for split, count in (("train", 600), ("t10k", 200)):
            pixels = (MNIST / f"{split}-images-idx3-ubyte").read_bytes()[16 : 16 + 784 * count]
            labels = (MNIST / f"{split}-labels-idx1-ubyte").read_bytes()[8 : 8 + count]
            place = self.folder / "data/mnist" / split
            write_idx(f"{place}-images-idx3-ubyte", 0x803, [count, 28, 28], pixels)
            write_idx(f"{place}-labels-idx1-ubyte", 0x801, [count], labels)

    def test_every_command_works_as_typed(self):
        self.place_few_images()
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
