"""Tests native_cli/Dockerfile as far as that is possible without building an image."""

import os
import platform
import re
import subprocess
import unittest
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ["HOURGLASS_BUILD"]) / "native_cli/hourglass"
CODENAME = platform.freedesktop_os_release().get("VERSION_CODENAME")


def instructions(text):
    """The instructions of a Dockerfile as pairs of a name and its words, without comments and line breaks."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [(line.split()[0], line.split()[1:]) for line in joined.splitlines() if line]


def output_of(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


class Container(unittest.TestCase):
    def setUp(self):
        self.instructions = instructions((SOURCE / "native_cli/Dockerfile").read_text())
        last = max(index for index, (name, _) in enumerate(self.instructions) if name == "FROM")
        self.final_stage = self.instructions[last:]

    def test_all_files_that_it_copies_are_there_and_none_is_ignored(self):
        ignored = (SOURCE / "native_cli/Dockerfile.dockerignore").read_text().split()
        copied = [words[:-1] for name, words in self.instructions if name == "COPY" and "--from=build" not in words]
        for source in sum(copied, []):
            self.assertTrue((SOURCE / source).exists(), source)
            self.assertNotIn(source.split("/")[0], ignored)

    def test_a_user_other_than_root_starts_the_program(self):
        self.assertEqual([words for name, words in self.final_stage if name == "USER"], [["hourglass"]])
        self.assertEqual(self.final_stage[-1], ("ENTRYPOINT", ['["hourglass"]']))

    @unittest.skipUnless(CODENAME == "bookworm", "the image has the packages of Debian 12")
    def test_the_image_has_exactly_the_libraries_that_the_program_needs(self):
        needed = re.findall(r"^ +(lib\S+)", output_of("llvm-readelf-19", "--needed-libs", str(PROGRAM)), re.MULTILINE)
        self.assertIn("libpng16.so.16", needed)
        # Debian's base system, which every image contains, has the libraries of C and of the compiler.
        needed = [library for library in needed if not re.match(r"lib(c|m|gcc_s)\.so", library)]
        packages = {output_of("dpkg", "-S", f"*/{library}").split(":")[0] for library in needed}
        installed = " ".join(sum((words for name, words in self.final_stage if name == "RUN"), []))
        listed = re.search(r"--no-install-recommends ([^&]+) &&", installed).group(1).split()
        self.assertEqual(set(listed), packages)
